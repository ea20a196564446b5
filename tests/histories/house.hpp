// tests/histories/house.hpp: what a gateway has of people (ledger, index, snapshot), opened anew at each restart.
#pragma once

#include "store/snapshots.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace histories {

class House {
public:
    House();
    ~House();
    House(House const&) = delete;
    House& operator=(House const&) = delete;

    /// As the gateway does it: durable, then visible.
    std::vector<store::Changed> commit(std::vector<model::Change> changes);

    /// Gracefully, with a snapshot left behind, or not.
    void restart(bool gracefully);

    store::Index const& index() const { return *index_; }

private:
    void start();
    void end(bool gracefully);

    std::filesystem::path const folder_;
    std::unique_ptr<store::Store> store_;
    std::optional<store::Index> index_;
    std::optional<store::Snapshots> snapshots_;
    std::unique_ptr<store::Writer> writer_;
};

}  // namespace histories
