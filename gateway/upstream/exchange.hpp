// gateway/upstream/exchange.hpp: one call on a provider, from a place among those in flight to the end of the answer.
// A request is written at most once: it goes out again only where the provider can't have seen a byte of it.
#pragma once

#include "gateway/http/parser.hpp"
#include "gateway/upstream/pool.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace gateway {

/// How far a call came.
enum class Fate : std::uint8_t {
    answered,         ///< the head of a proper answer is here
    overloaded,       ///< no place among the calls in flight: not sent
    unreachable,      ///< no connection, or no trust in it: not sent
    connect_timeout,  ///< not sent
    unalterable,      ///< somebody would have to be cut out of what a signature covers: not sent
    sealed,           ///< the same of a message's own signature, where such a one is refused
    lost,             ///< the connection ended before the answer: perhaps sent
    garbled,          ///< the answer is not HTTP, or can be read two ways: perhaps sent
    answer_timeout,   ///< perhaps sent
};

/// Whether the provider can't have got the message.
constexpr bool surely_not_sent(Fate fate)
{
    return fate == Fate::overloaded || fate == Fate::unreachable || fate == Fate::connect_timeout ||
           fate == Fate::unalterable || fate == Fate::sealed;
}

class Exchange {
public:
    explicit Exchange(std::shared_ptr<Pool> pool) : pool_{std::move(pool)} {}
    /// Gives back the place, and closes the connection unless `finish` was reached.
    ~Exchange();
    Exchange(Exchange const&) = delete;
    Exchange& operator=(Exchange const&) = delete;

    /// A place among the calls in flight and a connection to write to, if both are at hand or already ours.
    bool prepare_at_once();
    Task<Fate> prepare();
    /// Sends what can be sent at once, without suspending, and drops that from both. Some of it may be owed yet.
    Fate send_at_once(std::string_view& head, std::string_view& body);
    bool owes() const { return connection_->stream.owes(); }
    /// Sends the rest: what is owed, what is left of the head, then `body`.
    Task<Fate> send(std::string_view head, std::string_view body);
    /// Reads the head of the answer. Interim answers (1xx) are passed over.
    Task<Fate> read_answer(bool is_head_request);
    /// RFC 9110 §9.2.2: whether the provider closed an idle connection before it took a byte of this request, so that
    /// it may be prepared and sent again. Drops that connection.
    bool may_send_again(Fate fate);
    /// Whether a body that the caller of this streams was written to its end.
    void request_is_whole(bool whole) { request_whole_ = whole; }

    Upstream& connection() { return *connection_; }
    http::Head const& answer() const { return connection_->head; }
    http::AnswerParser& parser() { return *connection_->parser; }
    UpstreamLimits const& limits() const { return pool_->limits(); }

    /// The answer was read to its end: the connection may serve again.
    void finish();

private:
    http::ParserLimits head_limits() const;
    void expect_head(bool is_head_request);
    /// An answer whose head is the last one's on this connection needs no parser.
    bool is_last_head_again();
    /// Judges the bytes behind the `seen` ones; none: more are needed.
    std::optional<Fate> judge_head(std::size_t& seen, bool is_head_request);

    std::shared_ptr<Pool> pool_;
    std::unique_ptr<Upstream> connection_;
    std::uint64_t sent_before_ = 0;  ///< bytes of earlier calls on this connection
    bool entered_ = false;
    bool request_whole_ = false;  ///< written to its last byte
    bool heard_ = false;          ///< a byte of the answer came
    bool reset_ = false;          ///< the connection was reset: nobody knows what the provider took
};

}  // namespace gateway
