// gateway/net/wire.hpp: one side of a conversation: a stream, the block of memory it reads into, and its deadline.
//
//   block:  | used | pending: read, not yet used | free | padding |
#pragma once

#include "gateway/net/deadline.hpp"
#include "gateway/net/memory.hpp"
#include "gateway/net/reading.hpp"
#include "gateway/net/stream.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace gateway {

class Wire : public Waiting, private Reader {
public:
    /// What `fill` returns, to be awaited at once.
    struct Filling {
        Wire& wire;
        template <class Token>
            requires(!std::is_pointer_v<
                     std::decay_t<Token>>)  // Asio asks first whether it is of its own kind
        auto operator()(Token&& token) const
        {
            return wire.reading_->wait(std::forward<Token>(token));
        }
    };

    Wire(Socket socket, CoarseClock const& clock, std::size_t block_bytes);

    Stream stream;
    std::string out;  ///< what is being written: head and small body, sent with one call

    std::string_view pending() const { return {block_.get() + begin_, end_ - begin_}; }
    /// The first `bytes` pending ones have been used; they stay readable until the next `make_room`.
    void use(std::size_t bytes) { begin_ += bytes; }
    /// Bytes that fit behind the pending ones.
    std::size_t free_bytes() const { return capacity_ - end_; }
    /// Moves the pending bytes to the front. Everything used is gone.
    void make_room() { make_room_behind(0); }
    /// Where the pending bytes begin, for `make_room_behind`.
    std::size_t mark() const { return begin_; }
    /// The same, keeping the first `mark` bytes of the block where they are.
    void make_room_behind(std::size_t mark);

    /// Reads more behind the pending bytes, until a moment. `no_buffer_space` where none fit.
    Filling fill_until(Steady::time_point until, Error& ec);
    /// The same where nothing has come yet, and the kernel need not be asked before it says that something has: for the
    /// first bytes of a message. A reset that came together with bytes is heard by asking again only.
    Filling fill_first_until(Steady::time_point until, Error& ec);
    Filling fill(std::chrono::milliseconds patience, Error& ec)
    {
        return fill_until(clock_.now + patience, ec);
    }
    /// The first read of a connection that may idle for long.
    Filling fill_idle(std::chrono::milliseconds patience, Error& ec);
    /// Reads into memory of somebody else's.
    Task<std::size_t> read_into(asio::mutable_buffer target, std::chrono::milliseconds patience,
                                Error& ec);

    /// Sends `out` if the kernel takes it at once, without a coroutine. False: go on with `write_out`.
    bool write_out_at_once(Error& ec);
    Task<> write_out(std::chrono::milliseconds patience, Error& ec);  ///< sends `out` and clears it
    Task<> write(std::string_view bytes, std::chrono::milliseconds patience, Error& ec);

    void allow(std::chrono::milliseconds patience) { wait_until(clock_.now + patience); }
    CoarseClock const& clock() const { return clock_; }

protected:
    /// The pending operation fails; the connection stays, so that the other side can be told.
    void interrupt() override;
    void ticked(Steady::time_point now) override;

    Reading& reading() { return *reading_; }
    /// From now on nobody uses it: after a while it costs only its socket, until the next bytes come or `busy`.
    void idle();
    void busy() { idling_ = false; }
    Steady::time_point idle_since() const { return idle_since_; }
    /// When the write under way began; none: it has yet to.
    Steady::time_point writes_since() const { return writes_since_; }

private:
    Filling wait(Steady::time_point until, Error& ec);
    bool take(Error& ec, bool& drained) override;
    void ended(Error const& ec) override;
    void ensure_block();
    void out_is_sent();
    asio::mutable_buffer free_space() { return {block_.get() + end_, free_bytes()}; }

    CoarseClock const& clock_;
    Bytes block_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Reading::Owned reading_;
    Error* outcome_ = nullptr;    ///< of the read under way: its caller's
    asio::mutable_buffer apart_;  ///< memory of somebody else's that is read into; none: the block
    std::size_t apart_read_ = 0;
    bool idling_ = false;  ///< with an empty block
    Steady::time_point idle_since_{};
    Steady::time_point writes_since_ = Steady::time_point::max();
};

}  // namespace gateway
