// gateway/net/reading.hpp: how a connection waits for bytes. An operation of Asio's reactor like its own reads, but made
// once a connection and used for every read, and with two things that Asio 1.81's reads lack:
//
// - It says when a socket is drained (receive.hpp), in the reactor's own word for it: `done_and_exhausted`. The reactor
//   then leaves out the attempt before the next wait, which would find nothing. It tries again by itself once the socket
//   has had an event, so nothing that comes between two reads is missed. Asio's reads say it only at the peer's end.
// - It may stand while nobody waits, on a connection kept for the next call. A read that begins then is the standing
//   one; whatever comes before that is a disturbance, which ends the standing and takes no byte.
//
//   made -> stands -> awaited -> ended        stands -> disturbed
//        `-----------'
//
// The reactor may hold the operation longer than its connection lives (it completes after a close): whoever comes last,
// owner or reactor, deletes it.
#pragma once

#include "gateway/net/types.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/detail/reactor.hpp>
#include <boost/asio/detail/reactor_op.hpp>

#include <memory>
#include <optional>

namespace gateway {

/// Who reads.
class Reader {
public:
    /// Takes what has come, without waiting, into wherever it is wanted; leaves an error in `ec`. False: nothing of use
    /// yet, and the socket was read until it had no more. `drained`: see `Received`.
    virtual bool take(Error& ec, bool& drained) = 0;
    /// A read has ended. Whoever waited goes on after this.
    virtual void ended(Error const& ec) = 0;
    /// Something came while nobody waited.
    virtual void disturbed() {}

protected:
    ~Reader() = default;
};

class Reading : private asio::detail::reactor_op {
public:
    struct Leave {
        void operator()(Reading* reading) const { reading->leave(); }
    };
    using Owned = std::unique_ptr<Reading, Leave>;

    /// Both outlive what is owned.
    static Owned make(Socket& socket, Reader& reader) { return Owned{new Reading{socket, reader}}; }

    /// Whether the reactor has it: then nobody else may take.
    bool is_in_reactor() const { return in_reactor_; }
    /// Waits although nobody does.
    void stand();
    /// Whether it still does, with nothing come as far as the reactor has looked.
    bool stands() const { return in_reactor_ && !disturbed_; }

    /// Completes when `Reader::take` took something: `void()`. One at a time.
    template <class Token>
    auto wait(Token&& token)
    {
        auto initiate = [this](auto&& resume) {
            resume_.emplace(std::forward<decltype(resume)>(resume));
            await();
        };
        return asio::async_initiate<Token, void()>(initiate, token);
    }
    /// The next wait ends at once: `Reader::take` has what it needs, or an error.
    void be_ready(Error const& ec)
    {
        ready_ = true;
        ec_ = ec;
    }

private:
    using Reactor = asio::detail::reactor;
    // A coroutine of ours that waits. Named here because nothing is erased and nothing is allocated on its way.
    using Resume = asio::detail::awaitable_async_op_handler<void(), Executor>;

    Reading(Socket& socket, Reader& reader);
    ~Reading() = default;
    void leave();
    void await();
    void enter_reactor();

    static status perform_now(asio::detail::reactor_op* self);
    static void complete(void* owner, asio::detail::operation* self, Error const&, std::size_t);

    Reactor& reactor_;
    Socket& socket_;
    Reader* reader_;                ///< null: the owner has left
    std::optional<Resume> resume_;  ///< who waits
    bool in_reactor_ = false;       ///< or on its way out of it
    bool disturbed_ = false;
    bool ready_ = false;
};

}  // namespace gateway
