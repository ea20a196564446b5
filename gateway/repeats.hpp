// gateway/repeats.hpp: signatures that were taken, so that nobody sends a call a second time that he overheard. One
// memory for all threads: only signed calls come here.
#pragma once

#include "providers/auth/digest.hpp"
#include "store/model/ledger.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <set>

namespace gateway {

class Repeats {
public:
    /// Remembers at most so many; the oldest go first.
    explicit Repeats(std::size_t most) : most_{most} {}
    void limit(std::size_t most);

    /// Remembers it until then. False: it is remembered already.
    bool take(providers::auth::Digest const& signature, model::Time now, model::Time until);

private:
    struct Taken {
        model::Time until;
        std::set<providers::auth::Digest>::iterator at;
    };

    std::mutex mutex_;
    std::size_t most_;
    std::set<providers::auth::Digest> taken_;
    std::deque<Taken> by_age_;
};

}  // namespace gateway
