// gateway/order.hpp: what a caller asks for: the body of a send, unpacked, read and understood.
#pragma once

#include "gateway/inbound/body.hpp"
#include "gateway/ruling.hpp"
#include "gateway/visit.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway {

/// A body as it came, and what it decodes to.
struct Body {
    explicit Body(Worker& worker)
        : held{worker.shared.budget, worker.spares}, charge{worker.shared.budget}
    {
    }

    HeldBody held;
    Charge charge;
    std::string plain;     ///< unpacked, where it came compressed
    std::string_view raw;  ///< as it came
    bool packed = false;
};

/// Why a send was refused before anything was decided.
struct Refusal {
    providers::Trouble trouble;
    model::Problem problem;
};

/// Why the body could not be read whole; none: it was.
std::optional<Refusal> refusal_of(BodyRead read);

/// Lets `visit.call.body` be the body in the clear.
std::optional<Refusal> unpack(Visit& visit, Body& body);

/// What the caller wants, read and understood.
struct Order {
    Intent intent;
    model::Send send;
};

std::optional<Refusal> understand(Visit& visit, Order& order);

}  // namespace gateway
