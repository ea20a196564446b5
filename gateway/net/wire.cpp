#include "gateway/net/wire.hpp"

#include <cstring>
#include <new>

namespace gateway {
namespace {

/// An idle connection keeps its memory this long, so that a busy one never gives it up.
constexpr std::chrono::milliseconds memory_kept_idle{1'000};
constexpr std::size_t out_kept = 32 * 1024;

}  // namespace

Wire::Wire(Socket socket, CoarseClock const& clock, std::size_t block_bytes)
    : stream{std::move(socket)},
      clock_{clock},
      capacity_{block_bytes},
      reading_{Reading::make(stream.socket(), *this)}
{
}

void Wire::ensure_block()
{
    if (block_) return;
    block_.reset(static_cast<char*>(std::malloc(capacity_ + body_padding)));
    if (!block_) throw std::bad_alloc{};
    std::memset(block_.get() + capacity_, 0, body_padding);
}

void Wire::make_room_behind(std::size_t mark)
{
    if (begin_ == mark) return;
    std::memmove(block_.get() + mark, block_.get() + begin_, end_ - begin_);
    end_ -= begin_ - mark;
    begin_ = mark;
}

Wire::Filling Wire::fill_until(Steady::time_point until, Error& ec)
{
    auto const is_full = apart_.size() == 0 && block_ && free_bytes() == 0;
    Error known;
    bool drained = false;
    if (is_full) known = asio::error::no_buffer_space;
    if (is_full || (!reading_->is_in_reactor() && take(known, drained))) reading_->be_ready(known);
    return wait(until, ec);
}

Wire::Filling Wire::fill_first_until(Steady::time_point until, Error& ec)
{
    Error known;
    bool drained = false;
    if (stream.holds_more() && take(known, drained)) reading_->be_ready(known);
    return wait(until, ec);
}

Wire::Filling Wire::wait(Steady::time_point until, Error& ec)
{
    outcome_ = &ec;
    wait_until(until);
    return {*this};
}

void Wire::idle()
{
    make_room();
    idling_ = pending().empty();
    idle_since_ = clock_.now;
}

Wire::Filling Wire::fill_idle(std::chrono::milliseconds patience, Error& ec)
{
    idle();
    return fill_first_until(clock_.now + patience, ec);
}

Task<std::size_t> Wire::read_into(asio::mutable_buffer target, std::chrono::milliseconds patience,
                                  Error& ec)
{
    apart_ = target;
    apart_read_ = 0;
    co_await fill(patience, ec);
    apart_ = {};
    co_return apart_read_;
}

bool Wire::take(Error& ec, bool& drained)
{
    auto const apart = apart_.size() != 0;
    try {
        if (!apart) ensure_block();
        auto const received = stream.receive_now(apart ? apart_ : free_space());
        ec = received.ec;
        drained = received.drained;
        (apart ? apart_read_ : end_) += received.bytes;
        // Whoever reads hears of it later: until then the block is not empty, and must not go.
        if (received.bytes != 0) idling_ = false;
        return received.bytes != 0 || ec;
    } catch (std::bad_alloc const&) {  // the reactor has nobody to throw it to
        ec = asio::error::no_memory;
        return true;
    }
}

void Wire::ended(Error const& ec)
{
    *outcome_ = ec;
    idling_ = false;
    wait_forever();
}

void Wire::out_is_sent()
{
    out.clear();
    if (out.capacity() > out_kept) out.shrink_to_fit();
}

bool Wire::write_out_at_once(Error& ec)
{
    auto const written = stream.write_now(asio::buffer(out), ec);
    if ((written == out.size() && !stream.owes()) || ec) {
        out_is_sent();
        return true;
    }
    out.erase(0, written);
    return false;
}

Task<> Wire::write_out(std::chrono::milliseconds patience, Error& ec)
{
    auto const done = write_out_at_once(ec);
    if (done) co_return;
    co_await write(out, patience, ec);
    out_is_sent();
}

Task<> Wire::write(std::string_view bytes, std::chrono::milliseconds patience, Error& ec)
{
    allow(patience);
    writes_since_ = clock_.now;
    co_await stream.write_all(asio::buffer(bytes.data(), bytes.size()), ec);
    writes_since_ = Steady::time_point::max();
    wait_forever();
}

void Wire::interrupt()
{
    Error ignored;
    stream.socket().cancel(ignored);
}

void Wire::ticked(Steady::time_point now)
{
    if (!idling_ || now - idle_since_ < memory_kept_idle) return;
    idling_ = false;
    block_.reset();  // the next byte makes another
    stream.release_buffers();
}

}  // namespace gateway
