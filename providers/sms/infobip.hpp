// providers/sms/infobip.hpp: Infobip's messaging: SMS of three generations, WhatsApp, Viber, RCS, and the Messages API.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/json.hpp"
#include "providers/wire/separated.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace providers {

extern Dialect const infobip;

/// The parts of the dialect, one file each.
namespace infobip_api {

/// One address of a body, in the order of the body.
struct Place {
    std::string to;       ///< as spelt
    std::string id;       ///< the caller's `messageId`; may be empty
    std::size_t message;  ///< of `messages_of`
    std::size_t envelope;
    /// The SMS that a message of another channel may end in: the same person on another channel, without a result of its own.
    bool is_failover = false;
};

/// A body's message objects: those of `messages`, or the body itself.
std::vector<wire::Value> messages_of(wire::Value root);
model::Result<std::vector<Place>> places_of(wire::Value root);
/// Those of "to=a,b,c", with their bytes in the query.
model::Result<std::vector<wire::Separated>> numbers_of(std::string_view query);
model::Result<std::vector<Place>> query_places(std::string_view query);
/// Of a call's query or body.
model::Result<std::vector<Place>> places_of(Call const& call);

/// `messages`, `destinations` and their like of the third generation: "destination" in results, "errorCode" in errors.
bool is_third(std::string_view path);

Cuts rewrite(Call const& call, model::Decision const& decision);
Cuts rewrite_query(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);

}  // namespace infobip_api
}  // namespace providers
