// tests/fakes/standing_resolver.hpp: a resolver whose answers a test decides on: a name that begins with "slow" stands
// until the test lets it go, any other is at 127.0.0.1 at once.
#pragma once

#include "gateway/net/look_up.hpp"
#include "tests/fakes/gate.hpp"

#include <memory>
#include <string>

namespace tests {

class StandingResolver {
public:
    /// Not before this do slow names get an answer; at the latest ten seconds later.
    ~StandingResolver() { let_go(); }

    void let_go() { state_->gate.open(); }
    /// Names asked for so far, slow ones and others.
    Tally& slow() { return state_->slow; }
    Tally& quick() { return state_->quick; }

    /// May be called when this is gone: a thread that stands in a resolver is not waited for.
    gateway::Resolve resolve() const
    {
        return [state = state_](std::string const& host, gateway::Error&) {
            auto const slow = host.starts_with("slow");
            (slow ? state->slow : state->quick).add();
            if (slow) state->gate.wait();
            return gateway::HostAddresses{boost::asio::ip::address_v4::loopback()};
        };
    }

private:
    struct State {
        Gate gate;
        Tally slow;
        Tally quick;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace tests
