// store/model/ledger.hpp: changes, and the history they leave. State is a fold over it.
#pragma once

#include "store/model/address.hpp"
#include "store/model/customer.hpp"
#include "store/model/preference.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace model {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Who a change is about.
struct OfCustomer {
    std::string id;
};
using Subject = std::variant<OfCustomer, Address>;

/// Who changed it, from where, and on what grounds.
struct Attribution {
    std::string actor;     ///< a token's name or what the caller gave; "" is refused
    std::string source;    ///< "staff", "reply", "web", "phone", "import", "default", ...
    std::string evidence;  ///< what the person said, where, when; may be empty
    Time at{};
    /// From a file, whatever `source` its rows name: never takes back what a recipient stopped, nor
    /// anybody's stop without evidence.
    bool imported = false;
};

struct SetPreference {
    Subject subject;
    Preference preference;
    /// What its category or stream was called before ("marketing", "stream:bulk"): choices recorded
    /// under these are the same choice.
    std::vector<std::string> formerly{};
};
struct SetHardStop {
    Address address;
    HardStop stop;
};
struct LiftHardStop {
    Address address;
    HardStop stop;  ///< matched by channel and suppression
};
/// What a contact's label alone says: a number added under one of `labels` (lower case; compared
/// without regard to case) opts in to SMS of `categories` (a preference on the address, source
/// "contact"), until the last owner who holds it so removes or relabels it.
struct ContactRule {
    std::vector<std::string> labels;
    std::vector<std::string> categories;
};
/// What a customer who is there already keeps, whatever is put: a file's row says only what its
/// columns say.
struct Kept {
    bool kind = false;
    bool name = false;
    bool carbon_copy_of = false;
    bool contacts = false;  ///< those that are put are added, or relabelled where they have a label
};
/// Creates or replaces a customer; 409 (`Refused::Why::conflict`) where duplicates are prevented.
struct PutCustomer {
    Customer customer;
    bool prevent_duplicates = true;
    /// What a new customer's channels start with: a ledger entry of its own with source "default".
    std::optional<Start> start{};
    ContactRule contacts{};
    Kept kept{};
};
/// Adds one contact to a customer who is there, behind the others, or relabels it.
struct PutContact {
    std::string customer;
    Contact contact;
    bool prevent_duplicates = true;
    ContactRule rule{};
};
struct RemoveContact {
    std::string customer;
    Address address;
};
struct RemoveCustomer {
    std::string id;
};
/// `from` becomes part of `into`: its contacts, its preferences (of two on one slot the stricter),
/// its carbon copies; both histories stay.
struct MergeCustomers {
    std::string into;
    std::string from;
};
/// Everything plain that is held of a person's address goes; it stays refused (`Suppression::erased`)
/// by a keyed hash.
struct ErasePerson {
    Address address;
};
using What = std::variant<SetPreference, SetHardStop, LiftHardStop, PutCustomer, PutContact,
                          RemoveContact, RemoveCustomer, MergeCustomers, ErasePerson>;

struct Change {
    What what;
    Attribution by;
};

/// One line of the append-only history. Reads as a customer note.
struct LedgerEntry {
    std::int64_t sequence = 0;  ///< 1, 2, 3, ... without gaps
    Time at{};
    std::string actor;
    std::string source;
    std::string evidence;
    std::string customer;  ///< the customer's id; empty: about a bare address
    std::string address;   ///< canonical; empty: about the customer as a whole
    std::string
        action;  ///< "preference", "suppression", "suppression_lifted", "customer", "contact", ...
    std::string before;  ///< the state it replaced, as JSON; empty: none
    std::string after;   ///< the state it left, as JSON; empty: none
    std::string note;    ///< a sentence a support agent understands
    std::string hash;    ///< hex; over this entry and the hash of the one before
};

/// Why a change was not made. Nothing of it was written.
struct Refused {
    enum class Why { not_found, conflict, evidence_needed, invalid };
    Why why = Why::invalid;
    std::string
        detail;  ///< names the customer that owns the address, the evidence that is missing, ...
    std::size_t contact = 0;  ///< conflict: the address of which of the change's contacts, from 0
};

}  // namespace model
