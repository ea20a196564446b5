// tests/fakes/standing_store.hpp: a store whose readers open only when a test lets them: whoever reads with a new one
// stands until then, as behind a disk that is busy.
#pragma once

#include "store/store.hpp"
#include "tests/fakes/gate.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace tests {

class StandingStore : public store::Store {
public:
    explicit StandingStore(std::unique_ptr<store::Store> store) : store_{std::move(store)} {}

    /// From now on; until `let_go`.
    void hold() { held_ = true; }
    void let_go() { gate_.open(); }
    /// Readers asked for while held.
    Tally& waiting() { return waiting_; }

    std::unique_ptr<store::Writer> writer() override { return store_->writer(); }
    std::unique_ptr<store::Reader> reader() override
    {
        if (held_) {
            waiting_.add();
            gate_.wait();
        }
        return store_->reader();
    }
    std::array<std::uint8_t, 16> secret() const override { return store_->secret(); }
    std::uint32_t schema() const override { return store_->schema(); }

private:
    std::unique_ptr<store::Store> store_;
    std::atomic<bool> held_{false};
    Gate gate_;
    Tally waiting_;
};

}  // namespace tests
