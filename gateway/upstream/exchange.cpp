#include "gateway/upstream/exchange.hpp"

namespace gateway {
namespace {

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

Task<Fate> Exchange::prepare()
{
    if (connection_) co_return Fate::answered;
    if (!entered_) entered_ = pool_->try_enter();
    if (!entered_) entered_ = co_await pool_->enter();
    if (!entered_) co_return Fate::overloaded;
    connection_ = pool_->take_idle();
    if (!connection_) {
        auto const reached = co_await pool_->connect(connection_);
        if (reached == Reached::timed_out) co_return Fate::connect_timeout;
        if (reached != Reached::yes) co_return Fate::unreachable;
    }
    sent_before_ = connection_->stream.sent();
    heard_ = request_whole_ = false;
    co_return Fate::answered;
}

Task<Fate> Exchange::send(std::string_view head, std::string_view body)
{
    Error ec;
    auto const patience = limits().body_timeout;
    head.remove_prefix(connection_->stream.write_now(asio::buffer(head.data(), head.size()), ec));
    if (!ec && !head.empty()) co_await connection_->write(head, patience, ec);
    if (!ec && !body.empty()) co_await connection_->write(body, patience, ec);
    request_whole_ = !ec;
    co_return ec ? Fate::lost : Fate::answered;
}

bool Exchange::may_send_again(Fate fate)
{
    auto const unseen = fate == Fate::lost && connection_->used_before && !heard_ &&
                        !connection_->timed_out() &&
                        connection_->stream.peer_closed_before(sent_before_);
    if (unseen) connection_.reset();
    return unseen;
}

Task<Fate> Exchange::read_answer(bool is_head_request)
{
    auto fate = co_await read_head(is_head_request);
    while (fate == Fate::answered && is_interim(answer().status)) {
        if (answer().status == 101) co_return Fate::garbled;  // nobody asked to upgrade
        fate = co_await read_head(is_head_request);
    }
    co_return fate;
}

Task<Fate> Exchange::read_head(bool is_head_request)
{
    auto& wire = *connection_;
    wire.make_room();
    parser_.emplace(wire.head, http::ParserLimits{limits().head_bytes, 200});
    if (is_head_request) parser_->no_body();
    auto const until = wire.clock().now + limits().response_timeout;
    for (std::size_t seen = 0;;) {
        if (wire.pending().size() > seen) {
            auto const fed = parser_->feed(wire.pending().substr(seen));
            seen += fed.used;
            if (fed.what == http::Fed::What::refused) co_return Fate::garbled;
            if (fed.what == http::Fed::What::head) {
                wire.use(seen);
                co_return Fate::answered;
            }
        }
        Error ec;
        co_await wire.fill_until(until, ec);
        heard_ = heard_ || !wire.pending().empty();
        if (ec == asio::error::no_buffer_space) co_return Fate::garbled;
        if (wire.timed_out()) co_return Fate::answer_timeout;
        if (ec) co_return heard_ ? Fate::garbled : Fate::lost;
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
