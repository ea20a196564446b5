#include "gateway/upstream/exchange.hpp"

#include <algorithm>
#include <utility>

namespace gateway {
namespace {

constexpr std::size_t most_fields = 200;  // of an answer

constexpr bool is_interim(unsigned status)
{
    return status >= 100 && status < 200;
}

}  // namespace

Exchange::~Exchange()
{
    connection_.reset();
    if (entered_) pool_->leave();
}

bool Exchange::prepare_at_once()
{
    if (connection_) return true;
    if (!entered_) entered_ = pool_->try_enter();
    if (!entered_) return false;
    connection_ = pool_->take_idle();
    if (!connection_) return false;
    sent_before_ = connection_->stream.sent();
    heard_ = request_whole_ = reset_ = false;
    return true;
}

Task<Fate> Exchange::prepare()
{
    if (!entered_) entered_ = co_await pool_->enter();
    if (!entered_) co_return Fate::overloaded;
    if (prepare_at_once()) co_return Fate::answered;
    auto const reached = co_await pool_->connect(connection_);
    if (reached == Reached::timed_out) co_return Fate::connect_timeout;
    if (reached != Reached::yes) co_return Fate::unreachable;
    sent_before_ = connection_->stream.sent();
    heard_ = request_whole_ = reset_ = false;
    co_return Fate::answered;
}

Fate Exchange::send_at_once(std::string_view& head, std::string_view& body)
{
    Error ec;
    auto const sent = connection_->stream.write_now(asio::buffer(head.data(), head.size()),
                                                    asio::buffer(body.data(), body.size()), ec);
    auto const of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
    request_whole_ = !ec && head.empty() && body.empty() && !owes();
    reset_ = reset_ || ec == asio::error::connection_reset;
    return ec ? Fate::lost : Fate::answered;
}

Task<Fate> Exchange::send(std::string_view head, std::string_view body)
{
    Error ec;
    auto const patience = limits().body_timeout;
    connection_->look_out();
    if (!head.empty() || owes()) co_await connection_->write(head, patience, ec);
    if (!ec && !body.empty()) co_await connection_->write(body, patience, ec);
    request_whole_ = !ec;
    reset_ = reset_ || ec == asio::error::connection_reset;
    co_return ec ? Fate::lost : Fate::answered;
}

bool Exchange::may_send_again(Fate fate)
{
    // Who closed before our bytes came said so in order (FIN); a reset may come from one that read them, and whose
    // kernel had not acknowledged them yet.
    auto const unseen = fate == Fate::lost && connection_->used_before && !heard_ && !reset_ &&
                        !connection_->timed_out() &&
                        connection_->stream.peer_closed_before(sent_before_);
    if (unseen) connection_.reset();
    return unseen;
}

http::ParserLimits Exchange::head_limits() const
{
    return {limits().head_bytes, most_fields};
}

void Exchange::expect_head(bool is_head_request)
{
    connection_->last_head.forget();
    connection_->parser.emplace(connection_->head, head_limits());
    if (is_head_request) connection_->parser->no_body();
}

bool Exchange::is_last_head_again()
{
    auto& wire = *connection_;
    auto const size = wire.last_head.again(wire.pending(), wire.head, head_limits());
    wire.use(size);
    return size != 0;
}

std::optional<Fate> Exchange::judge_head(std::size_t& seen, bool is_head_request)
{
    for (;;) {
        auto const fed = connection_->parser->feed(connection_->pending().substr(seen));
        seen += fed.used;
        if (fed.what == http::Fed::What::refused) return Fate::garbled;
        if (fed.what != http::Fed::What::head) return std::nullopt;
        auto const bytes = connection_->pending().substr(0, seen);
        connection_->use(seen);
        if (answer().status == 101) return Fate::garbled;  // nobody asked to upgrade
        if (!is_interim(answer().status)) {
            if (!is_head_request) connection_->last_head.keep(bytes, answer());
            return Fate::answered;
        }
        connection_->make_room();
        expect_head(is_head_request);
        seen = 0;
        if (connection_->pending().empty()) return std::nullopt;
    }
}

Task<Fate> Exchange::read_answer(bool is_head_request)
{
    auto& wire = *connection_;
    auto const until = wire.clock().now + limits().response_timeout;
    wire.make_room();
    wire.parser.reset();
    for (std::size_t seen = 0;;) {
        Error ec;
        bool const is_first = wire.pending().empty();
        auto filling = is_first ? wire.fill_first_until(until, ec) : wire.fill_until(until, ec);
        co_await std::move(filling);
        heard_ = heard_ || !wire.pending().empty();
        reset_ = reset_ || ec == asio::error::connection_reset;
        if (ec == asio::error::no_buffer_space) co_return Fate::garbled;
        if (ec && wire.timed_out()) co_return Fate::answer_timeout;
        if (ec) co_return heard_ ? Fate::garbled : Fate::lost;
        if (!wire.parser) {
            if (!is_head_request && is_last_head_again()) co_return Fate::answered;
            expect_head(is_head_request);
        }
        auto const fate = judge_head(seen, is_head_request);
        if (fate) co_return *fate;
    }
}

void Exchange::finish()
{
    auto const reusable = request_whole_ && answer().keep_alive && connection_->pending().empty();
    if (reusable) pool_->give_back(std::move(connection_));
    connection_.reset();
    pool_->leave();
    entered_ = false;
}

}  // namespace gateway
