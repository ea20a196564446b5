#include "gateway/inbound/body.hpp"

#include <algorithm>

namespace gateway {
namespace {

/// A body known to be long is given this much at first, then so many times what has come: who only claims a length holds
/// no memory.
constexpr std::size_t trusted_bytes = 64 * 1024;
constexpr std::size_t growth = 4;

/// The time a body gets: anew with every so many bytes, so that one that trickles in ends as one that stands still does.
class Pace {
public:
    Pace(CoarseClock const& clock, std::chrono::milliseconds patience)
        : clock_{clock}, patience_{patience}, until_{clock.now + patience}
    {
    }

    std::chrono::milliseconds left(std::size_t arrived)
    {
        constexpr std::size_t step = 16 * 1024;
        if (arrived - paid_for_ >= step) {
            paid_for_ = arrived;
            until_ = clock_.now + patience_;
        }
        return std::chrono::floor<std::chrono::milliseconds>(until_ - clock_.now);
    }

private:
    CoarseClock const& clock_;
    std::chrono::milliseconds patience_;
    Steady::time_point until_;
    std::size_t paid_for_ = 0;
};

BodyRead failure(Caller const& caller)
{
    return caller.timed_out() ? BodyRead::timed_out : BodyRead::gone;
}

Task<BodyRead> read_into_block(Caller& caller, Limits const& limits, std::size_t length)
{
    Pace pace{caller.clock(), limits.body_timeout};
    while (caller.pending().size() < length) {
        Error ec;
        co_await caller.fill(pace.left(caller.pending().size()), ec);
        if (ec) co_return failure(caller);
    }
    co_return BodyRead::whole;
}

Task<BodyRead> read_length(Caller& caller, Limits const& limits, std::size_t length, HeldBody& held)
{
    if (!held.reserve(std::min(length, trusted_bytes))) co_return BodyRead::over_budget;
    auto const here = caller.pending().substr(0, length);
    if (!held.append(here)) co_return BodyRead::over_budget;
    caller.use(here.size());
    Pace pace{caller.clock(), limits.body_timeout};
    while (held.view().size() < length) {
        auto const left = length - held.view().size();
        if (held.free_bytes() == 0 &&
            !held.reserve(std::min(length, held.view().size() * growth))) {
            co_return BodyRead::over_budget;
        }
        Error ec;
        auto const read =
            co_await caller.read_into({held.free_space(), std::min(left, held.free_bytes())},
                                      pace.left(held.view().size()), ec);
        if (ec) co_return failure(caller);
        held.grew(read);
    }
    co_return BodyRead::whole;
}

/// Pieces are decoded out of the block behind the head, whose spans must stay where they are.
Task<BodyRead> read_chunked(Caller& caller, Limits const& limits, HeldBody& held)
{
    auto const head_end = caller.mark();
    Pace pace{caller.clock(), limits.body_timeout};
    for (;;) {
        auto const fed = caller.parser->feed(caller.pending());
        caller.use(fed.used);
        switch (fed.what) {
            case http::Fed::What::done: co_return BodyRead::whole;
            case http::Fed::What::refused: co_return BodyRead::malformed;
            case http::Fed::What::piece:
                if (held.view().size() + fed.piece.size() > limits.body_bytes)
                    co_return BodyRead::too_large;
                if (!held.append(fed.piece)) co_return BodyRead::over_budget;
                continue;
            case http::Fed::What::need_more: break;
            default: continue;
        }
        caller.make_room_behind(head_end);
        Error ec;
        co_await caller.fill(pace.left(held.view().size()), ec);
        if (ec == asio::error::no_buffer_space) co_return BodyRead::malformed;  // an endless line
        if (ec) co_return failure(caller);
    }
}

}  // namespace

std::optional<std::string_view> body_at_hand(Caller& caller)
{
    auto const& head = caller.head;
    if (head.framing == http::Framing::none) return std::string_view{};
    if (head.framing != http::Framing::length || head.length > caller.pending().size())
        return std::nullopt;
    auto const body = caller.pending().substr(0, static_cast<std::size_t>(head.length));
    caller.use(body.size());
    caller.body_unread = false;
    return body;
}

Task<> invite_body(Caller& caller, Limits const& limits, Error& ec)
{
    if (!caller.head.expects_continue || caller.head.version == 10 || !caller.pending().empty())
        co_return;
    co_await caller.write("HTTP/1.1 100 Continue\r\n\r\n", limits.write_timeout, ec);
}

Task<BodyRead> read_body(Caller& caller, Limits const& limits, HeldBody& held,
                         std::string_view& body)
{
    auto const& head = caller.head;
    if (head.framing == http::Framing::length && head.length > limits.body_bytes) {
        co_return BodyRead::too_large;
    }
    Error ec;
    co_await invite_body(caller, limits, ec);
    if (ec) co_return failure(caller);

    auto const length = static_cast<std::size_t>(head.length);
    auto outcome = BodyRead::whole;
    if (head.framing == http::Framing::chunked) {
        outcome = co_await read_chunked(caller, limits, held);
        body = held.view();
    } else if (length <= caller.pending().size() + caller.free_bytes()) {
        if (caller.pending().size() < length)
            outcome = co_await read_into_block(caller, limits, length);
        body = caller.pending().substr(0, length);
        if (outcome == BodyRead::whole) caller.use(length);
    } else {
        outcome = co_await read_length(caller, limits, length, held);
        body = held.view();
    }
    caller.body_unread = outcome != BodyRead::whole;
    co_return outcome;
}

}  // namespace gateway
