#include "gateway/net/reading.hpp"

#include "gateway/net/receive.hpp"

#include <cassert>
#include <utility>

namespace gateway {
namespace {

/// Where the reactor keeps what it knows of a socket: Asio shows it to those who derive from the socket.
struct Inside : Socket {
    static auto& registration(Socket& socket)
    {
        return (socket.*&Inside::impl_).get_implementation().reactor_data_;
    }
};

}  // namespace

Reading::Reading(Socket& socket, Reader& reader)
    : reactor_op{{}, &Reading::perform_now, &Reading::complete},
      reactor_{asio::use_service<Reactor>(socket.get_executor().context())},
      socket_{socket},
      reader_{&reader}
{
}

void Reading::leave()
{
    reader_ = nullptr;
    if (!in_reactor_) delete this;
}

void Reading::stand()
{
    if (!in_reactor_) enter_reactor();
}

void Reading::await()
{
    assert(!ready_ || !in_reactor_);
    if (in_reactor_)
        return;  // it stands already; or it ends just now, and `complete` sees who waits
    if (!ready_) return enter_reactor();
    ready_ = disturbed_ = false;
    in_reactor_ = true;
    reactor_.post_immediate_completion(this, true);
}

void Reading::enter_reactor()
{
    in_reactor_ = true;
    disturbed_ = false;
    ec_ = asio::error::operation_aborted;  // until it is performed: a closed socket's never is
    reactor_.start_op(Reactor::read_op, socket_.native_handle(), Inside::registration(socket_),
                      this, true, true);
}

/// Called by the reactor at the start unless the socket is known to be drained, and at each event.
Reading::status Reading::perform_now(asio::detail::reactor_op* self)
{
    auto& reading = *static_cast<Reading*>(self);
    if (!reading.resume_) {
        if (!has_come(reading.socket_.native_handle())) return not_done;
        reading.disturbed_ = true;
        return done;  // not exhausted: it was not taken
    }
    Error ec;
    bool drained = false;
    if (!reading.reader_->take(ec, drained)) return not_done;
    reading.ec_ = ec;
    return drained ? done_and_exhausted : done;
}

/// Called once for each time it entered the reactor; without an owner when the reactor itself goes.
void Reading::complete(void* owner, asio::detail::operation* self, Error const&, std::size_t)
{
    auto* const reading = static_cast<Reading*>(self);
    reading->in_reactor_ = false;
    if (reading->disturbed_ && reading->resume_ && reading->reader_ && owner) {
        reading->enter_reactor();  // somebody began to wait after the disturbance: it is theirs
        return;
    }
    auto resume = std::move(reading->resume_);
    reading->resume_.reset();
    if (reading->reader_ == nullptr) return delete reading;
    if (owner == nullptr) return;
    if (!resume) {
        if (reading->disturbed_) reading->reader_->disturbed();
        return;
    }
    reading->reader_->ended(reading->ec_);
    (*resume)();
}

}  // namespace gateway
