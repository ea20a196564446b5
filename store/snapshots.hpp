// store/snapshots.hpp: how an index comes to know everybody at start, and what it leaves behind for the next start: the
// file FILE.index beside the database (store/index/snapshot.hpp).
//
// The file is a short cut, never a source: it is taken only where seal, version, schema and the ledger's own chain say
// that it is this ledger's, and what the ledger says since then is folded on top. In any doubt everything is folded.
#pragma once

#include "store/index/index.hpp"
#include "store/store.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace store {

/// The snapshot's place beside a database; of "sqlite:FILE".
std::string snapshot_file(std::string const& url);

class Snapshots {
public:
    struct Pace {
        std::chrono::milliseconds interval{900'000};  ///< between two looks; 0: only `stop` writes
        std::uint64_t changes = 50'000;  ///< addresses and customers changed that make it worth it
    };
    using Told = std::function<void(std::string const& trouble)>;

    /// Folds everything into the empty `index`, which outlives this, as `store` does. `told` hears, on a thread of its
    /// own, why a snapshot could not be written; the next look tries again.
    Snapshots(Store& store, Index& index, std::string file, Pace pace, Told told);
    /// Without a last snapshot.
    ~Snapshots();
    Snapshots(Snapshots const&) = delete;
    Snapshots& operator=(Snapshots const&) = delete;

    /// Whether the start found a snapshot to begin with.
    bool began_with_one() const;
    void use(Pace pace);

    /// Somebody is being erased: the file goes, also one that is being written. To be called before the erasure is
    /// durable, and again when the index has forgotten them. Throws where the disk refuses.
    void forget();

    /// Writes what changed since the last one. Nobody may write to the index from here on.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace store
