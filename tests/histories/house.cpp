#include "tests/histories/house.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include <unistd.h>

namespace histories {
namespace {

/// In memory where the machine has such a folder: what fsync promises is other tests' to show.
std::filesystem::path fresh_folder()
{
    std::filesystem::path const memory{"/dev/shm"};
    auto const place =
        ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::path{testing::TempDir()};
    auto pattern = (place / "optgate-histories-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    return pattern;
}

}  // namespace

House::House() : folder_{fresh_folder()}
{
    start();
}

House::~House()
{
    end(false);
    std::filesystem::remove_all(folder_);
}

std::vector<store::Changed> House::commit(std::vector<model::Change> changes)
{
    bool erases = false;
    for (auto const& change : changes)
        erases |= std::holds_alternative<model::ErasePerson>(change.what);
    if (erases) snapshots_->forget();
    auto committed = writer_->commit({std::move(changes), {}});
    for (auto const& folded : committed.folded)
        index_->put(folded);
    for (auto const& changed : committed.changes) {
        auto const* written = std::get_if<store::Written>(&changed);
        if (written && !written->entries.empty()) index_->reach(written->entries.back());
    }
    return std::move(committed.changes);
}

void House::restart(bool gracefully)
{
    end(gracefully);
    start();
}

void House::start()
{
    auto const url = "sqlite:" + (folder_ / "ledger.db").string();
    store_ = store::open(url);
    index_.emplace(store_->secret());
    snapshots_.emplace(*store_, *index_, store::snapshot_file(url), store::Snapshots::Pace{},
                       store::Snapshots::Told{});
    writer_ = store_->writer();
}

void House::end(bool gracefully)
{
    writer_.reset();
    if (gracefully) snapshots_->stop();
    snapshots_.reset();
    index_.reset();
    store_.reset();
}

}  // namespace histories
