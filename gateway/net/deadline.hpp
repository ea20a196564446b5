// gateway/net/deadline.hpp: deadlines without timers. Each connection says until when it may wait; one coarse tick a
// thread looks at them all and interrupts the late ones. Setting a deadline is one store (performance.md, rule 2).
#pragma once

#include "gateway/net/types.hpp"

#include <boost/intrusive/list.hpp>

#include <chrono>

namespace gateway {

inline constexpr std::chrono::milliseconds tick_length{50};

/// Time as of the thread's last tick: at most one tick old.
struct CoarseClock {
    Steady::time_point now = Steady::now();
};

/// Something that may wait only until a moment. Unlinks itself when it goes.
class Waiting : public boost::intrusive::list_base_hook<
                    boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    virtual ~Waiting() = default;

    void wait_until(Steady::time_point when) { deadline_ = when; }
    void wait_forever() { deadline_ = Steady::time_point::max(); }
    /// Whether the last wait ran over its deadline.
    bool timed_out() const { return timed_out_; }

    /// Called by each tick. Interrupts what is overdue.
    void look(Steady::time_point now)
    {
        if (now >= deadline_) {
            timed_out_ = true;
            deadline_ = Steady::time_point::max();
            interrupt();
        } else {
            ticked(now);
        }
    }

protected:
    /// Makes the pending operation fail, now.
    virtual void interrupt() = 0;
    /// Something to do now and then while waiting; must not destroy anything.
    virtual void ticked(Steady::time_point) {}

    bool timed_out_ = false;

private:
    Steady::time_point deadline_ = Steady::time_point::max();
};

using WaitingList = boost::intrusive::list<Waiting, boost::intrusive::constant_time_size<false>>;

/// Looks at every member once; members may leave the list meanwhile.
inline void look_at_all(WaitingList& waiting, Steady::time_point now)
{
    for (auto next = waiting.begin(); next != waiting.end();)
        (next++)->look(now);
}

}  // namespace gateway
