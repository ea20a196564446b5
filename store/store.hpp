// store/store.hpp: our memory as the gateway sees it. Blocking and plain: one implementation a
// database (sqlite/ now, postgres/ later), each called from threads that may wait.
#pragma once

#include "store/keyed_hash.hpp"
#include "store/ledger/chain.hpp"
#include "store/model/customer.hpp"
#include "store/model/feedback.hpp"
#include "store/model/journal.hpp"
#include "store/model/ledger.hpp"
#include "store/model/token.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace store {

/// The database can't be written or read now (disk full, locked, gone); it may come back. Nothing
/// of the batch was kept. A failed fsync is not this: it stops the process, since the kernel may
/// have dropped the pages.
class Unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The database is not ours, or from a newer version.
class Unusable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The ledger entries that a change wrote, or (`anew` is false) that had made it so before.
struct Written {
    std::vector<std::int64_t> entries;
    bool anew = true;
};
/// What became of one change; refused: nothing of it was kept.
using Changed = std::variant<Written, model::Refused>;

/// A person whose data was erased: what is left of the address (`KeyedHash::Form::erased`).
struct Erased {
    KeyedHash::Words hash;
};

/// An address or customer whose profile may have changed, and what it is now.
struct Folded {
    std::variant<model::Address, model::OfCustomer, Erased> subject;
    model::Profile profile;  ///< of a customer: its preferences in `owners`, its own in `starts`
    bool known = true;       ///< false: a customer that was removed, an erasure that was lifted
};

/// One durable transaction: all of it, or `Unavailable`. A refused change does not stop the others.
/// An empty batch writes a row all the same: it finds out whether the store can be written.
struct Batch {
    std::vector<model::Change> changes;
    std::vector<model::JournalEntry> journal;
};
struct Committed {
    std::vector<Changed> changes;  ///< one a change, in order
    std::vector<Folded> folded;    ///< the state after the batch of every subject it touched
};

/// A link of the ledger's chain that does not hold.
struct Broken {
    std::int64_t sequence = 0;  ///< of the entry
    std::string what;           ///< "digest: …": what does not fit; names nobody
};
/// What a walk over the whole ledger found.
struct Verified {
    Head head;  ///< the last entry that was right
    std::optional<Broken> broken;
};

/// How far the import of a file has come; written with the rows it tells of.
struct ImportPoint {
    std::string file;         ///< where it is
    std::int64_t bytes = 0;   ///< of its beginning that are done
    std::int64_t rows = 0;    ///< in them
    std::string contents{};   ///< what was in it, and
    std::string options{};    ///< how it was read: of another the point says nothing
    bool is_the_end = false;  ///< all is done: the point is forgotten
};

/// The parts of the state, in the order in which a file of them can be read back.
enum class Listed : std::uint8_t { customers, links, preferences, suppressions, contacts };
inline constexpr std::array<std::string_view, 5> listed_names{"customers", "links", "preferences",
                                                              "suppressions", "contacts"};
/// One row of the state, spelt as the ledger spells it; what does not belong to its part is empty.
/// A customer has id, kind, name and start; a link two ids; a channel is empty for any.
struct StateRow {
    std::string customer, address;
    std::string kind, name, carbon_copy_of, start;
    std::string label;
    std::int64_t position = 0;  ///< of a contact among its customer's
    std::string channel, covers, state;
    std::string suppression, sender;
    std::string source, evidence;  ///< of the entry that made it so
    model::Time at{};
};

/// Changes recorded on a day (UTC, days since 1970) from a source.
struct DayCount {
    std::int64_t day = 0;
    std::string source;
    std::string action;
    std::int64_t changes = 0;
};

struct JournalPage {
    std::vector<model::JournalEntry> entries;  ///< newest first
    std::int64_t next_row = 0;                 ///< for `before_row`; 0: no more
};

/// An address that several customers own.
struct Duplicate {
    model::Address address;
    std::vector<std::string> customers;
    std::int64_t ledger = 0;  ///< of the entry that made the last of them an owner
};

struct Retention {
    std::chrono::days age{400};
    std::int64_t rows = 50'000'000;
};

/// What became of many changes.
struct LoadResult {
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::vector<std::pair<std::size_t, model::Refused>> refused;  ///< by place among the changes
};

/// Many changes at once into a store that nobody serves.
class Loader {
public:
    virtual ~Loader() = default;
    /// On any thread, whatever the writer is doing meanwhile.
    virtual void add(model::Change change) = 0;
    virtual std::size_t size() const = 0;  ///< changes that were added
    /// Once, on the writer's thread: as a `commit` of all that was added, but nothing is folded, and `point` is kept
    /// with them. Runs of changes of bare addresses are made in the order of their addresses, those that find nothing
    /// first.
    virtual LoadResult load(ImportPoint const& point) = 0;
};

/// Writes; owned by one thread.
class Writer {
public:
    virtual ~Writer() = default;
    virtual Committed commit(Batch const& batch) = 0;
    /// Of many changes; the writer outlives it. On any thread.
    virtual std::unique_ptr<Loader> loader() = 0;
    /// Removes journal entries over age or count, at most `most` at a time; how many were removed.
    virtual std::size_t trim_journal(Retention const& retention, model::Time now,
                                     std::size_t most) = 0;
    virtual void put_token(model::Token const& token) = 0;  ///< replaces one of that name
    virtual bool remove_token(std::string const& name) = 0;
    virtual void put_feedback(
        model::Feedback const& feedback) = 0;  ///< replaces one on that message
    virtual void put_scores(
        std::vector<model::ScoreCount> const& counts) = 0;  ///< each replaces its own
    virtual void limit(std::int64_t max_bytes) = 0;  ///< as `Options::max_bytes`, from now on
};

/// Reads a consistent state; one thread at a time. Sees every batch whose `commit` returned before
/// the call.
class Reader {
public:
    virtual ~Reader() = default;
    /// Every subject that has a profile.
    virtual void each_profile(std::function<void(Folded const&)> const& sink) = 0;
    /// The same in parts, several times faster, for the index at start: a subject's profile is the union of its parts,
    /// which come in no order, their facts unsorted.
    virtual void each_part(std::function<void(Folded&&)> const& sink) = 0;
    /// Where the ledger ends now.
    virtual Head head() = 0;
    /// An entry's link of the chain; of sequence 0 an empty one; none: there is no such entry.
    virtual std::optional<Head> link(std::int64_t sequence) = 0;
    /// Every subject whose profile may have changed since the ledger ended there, as it is now, and everybody who was
    /// erased before. False, and nobody is
    /// named: that can't be told (it never ended there, more than `most` entries follow, somebody was erased).
    virtual bool each_changed(Head const& since, std::size_t most,
                              std::function<void(Folded&&)> const& sink) = 0;
    virtual std::optional<model::CustomerRecord> customer(std::string const& id) = 0;
    /// The customer that the one of this id became part of; empty: none did.
    virtual std::string merged_into(std::string const& id) = 0;
    virtual std::vector<std::string> owners(model::Address const& address) = 0;
    /// Addresses with several owners, in their order, after `after` (empty: from the first).
    virtual std::vector<Duplicate> duplicates(std::string const& after, std::size_t limit) = 0;
    virtual model::Profile profile(model::Address const& address) = 0;
    /// Oldest first. Of a customer: entries on the customer, its contacts, and those that were merged into it.
    virtual std::vector<model::LedgerEntry> history(model::Subject const& subject,
                                                    std::int64_t after, std::size_t limit) = 0;
    virtual std::optional<model::LedgerEntry> ledger_entry(std::int64_t sequence) = 0;
    virtual JournalPage journal(model::JournalQuery const& query) = 0;
    /// Whether somebody's data was erased at this address: the entry of the erasure.
    virtual std::optional<model::LedgerEntry> erasure(model::Address const& address) = 0;
    /// What the ledger holds of a person, oldest first: of the address, and of the customers who have it as such.
    virtual std::vector<model::LedgerEntry> history_of_person(model::Address const& address,
                                                              std::int64_t after,
                                                              std::size_t limit) = 0;
    /// Rows of a part of the state, in the order of their keys, behind `after` (null: from the
    /// first).
    virtual std::vector<StateRow> state(Listed part, StateRow const* after, std::size_t limit) = 0;
    /// Changes from a day up to (not with) another.
    virtual std::vector<DayCount> changes_a_day(std::int64_t since, std::int64_t until) = 0;
    /// How far a file's import came; none: it was never begun.
    virtual std::optional<ImportPoint> import_point(std::string const& file) = 0;
    virtual std::vector<model::Token> tokens() = 0;
    /// Newest first, older than `before_row` (0: from the newest).
    virtual std::vector<model::Feedback> feedback(std::int64_t before_row, std::size_t limit) = 0;
    virtual std::vector<model::ScoreCount> scores() = 0;
    /// Walks the ledger's chain, in steps that hold up nobody. `noted`: a head written down earlier, which must
    /// still be part of it.
    virtual Verified verify(std::optional<Head> const& noted) = 0;
};

class Store {
public:
    virtual ~Store() = default;
    virtual std::unique_ptr<Writer> writer() = 0;  ///< at most one at a time
    virtual std::unique_ptr<Reader> reader() = 0;
    /// Random bytes of this store's own, made when it was created: the key of the index's hash.
    virtual std::array<std::uint8_t, 16> secret() const = 0;
    virtual std::uint32_t schema() const = 0;  ///< the version of its tables
};

struct Options {
    std::int64_t max_bytes =
        0;                    ///< over it the database counts as full; 0: as much as the disk holds
    bool must_exist = false;  ///< no database is made where none is
};

/// "sqlite:FILE". Creates and migrates it. Throws `Unusable` with what to do about it.
std::unique_ptr<Store> open(std::string const& url, Options const& options = {});

}  // namespace store
