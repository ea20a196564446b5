#include "gateway/net/wire.hpp"

#include <cstring>
#include <new>

namespace gateway {
namespace {

/// An idle connection keeps its block this long, so that a busy one never gives it up.
constexpr std::chrono::milliseconds block_kept_idle{1'000};
constexpr std::size_t out_kept = 32 * 1024;

}  // namespace

Wire::Wire(Socket socket, CoarseClock const& clock, std::size_t block_bytes)
    : stream{std::move(socket)}, clock_{clock}, capacity_{block_bytes}
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

Task<> Wire::fill_until(Steady::time_point until, Error& ec)
{
    ensure_block();
    if (free_bytes() == 0) {
        ec = asio::error::no_buffer_space;
        co_return;
    }
    wait_until(until);
    if (stream.is_tls()) {
        end_ += co_await stream.read_some(free_space(), ec);
    } else {
        end_ += co_await stream.socket().async_read_some(free_space(), into(ec));
    }
    wait_forever();
}

Task<> Wire::fill_idle(std::chrono::milliseconds patience, Error& ec)
{
    make_room();
    idling_ = !stream.is_tls() && pending().empty();
    idle_since_ = clock_.now;
    co_await fill(patience, ec);
    auto const given_up =
        ec == asio::error::operation_aborted && !idling_ && !timed_out() && !stream.is_tls();
    idling_ = false;
    if (!given_up) co_return;
    block_.reset();  // our own tick interrupted the read for this
    ec = {};
    allow(patience - block_kept_idle);
    co_await stream.socket().async_wait(Socket::wait_read, into(ec));
    wait_forever();
    if (!ec) co_await fill(patience, ec);
}

Task<std::size_t> Wire::read_into(asio::mutable_buffer target, std::chrono::milliseconds patience,
                                  Error& ec)
{
    allow(patience);
    auto const read = co_await stream.read_some(target, ec);
    wait_forever();
    co_return read;
}

void Wire::out_is_sent()
{
    out.clear();
    if (out.capacity() > out_kept) out.shrink_to_fit();
}

bool Wire::write_out_at_once(Error& ec)
{
    auto const written = stream.write_now(asio::buffer(out), ec);
    if (written == out.size() || ec) {
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
    co_await stream.write_all(asio::buffer(bytes.data(), bytes.size()), ec);
    wait_forever();
}

void Wire::interrupt()
{
    Error ignored;
    stream.socket().cancel(ignored);
}

void Wire::ticked(Steady::time_point now)
{
    if (!idling_ || now - idle_since_ < block_kept_idle) return;
    idling_ = false;
    Wire::interrupt();
}

}  // namespace gateway
