#include "store/ledger/audit.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace store {
namespace {

namespace json = boost::json;

bool is_blank(Personal const& personal)
{
    auto const [actor, evidence, customer, address, before, after, note] = personal;
    return actor.empty() && evidence.empty() && customer.empty() && address.empty() &&
           before.empty() && after.empty() && note.empty();
}

bool equal(Digest const& ours, std::span<std::uint8_t const> found)
{
    return std::equal(ours.begin(), ours.end(), found.begin(), found.end());
}

/// The entries that an erasure emptied: {"entries":[3,7]} of its `after`.
std::vector<std::int64_t> emptied_by(std::string_view after)
{
    std::vector<std::int64_t> sequences;
    boost::system::error_code failed;
    auto const document = json::parse(after, failed);
    auto const* object = failed ? nullptr : document.if_object();
    auto const* entries = object ? object->if_contains("entries") : nullptr;
    if (!entries || !entries->is_array()) return sequences;
    for (auto const& entry : entries->get_array()) {
        if (entry.is_int64()) sequences.push_back(entry.get_int64());
    }
    return sequences;
}

}  // namespace

Audit::Audit(std::span<std::uint8_t const, 16> secret, std::optional<Head> noted)
    : chain_{secret}, noted_{noted}
{
}

std::optional<Broken> Audit::next(Found const& found)
{
    auto const sequence = found.lasting.sequence;
    if (sequence > head_.sequence + 1) {
        return Broken{head_.sequence + 1, "gap: the entry is missing"};
    }
    if (sequence <= head_.sequence) return Broken{sequence, "gap: no entry has this number"};
    if (auto broken = check_personal(found)) return broken;
    auto const hash = chain_.hash_of(head_.hash, found.lasting, found.digest);
    if (!equal(hash, found.hash)) {
        return Broken{sequence,
                      "hash: time, action, source or digest were changed, or the entry before is "
                      "another one"};
    }
    if (noted_ && noted_->sequence == sequence && noted_->hash != hash) {
        return Broken{sequence, "head: the entry noted elsewhere was another one"};
    }
    head_ = {sequence, hash};
    return std::nullopt;
}

std::optional<Broken> Audit::check_personal(Found const& found)
{
    auto const sequence = found.lasting.sequence;
    Broken changed{sequence,
                   "digest: actor, evidence, customer, address, before, after or note were "
                   "changed"};
    if (!found.well_typed) return changed;
    if (found.salt.empty() && is_blank(found.personal)) {
        blank_.insert(sequence);
        return std::nullopt;
    }
    if (!equal(chain_.digest_of(found.salt, found.personal), found.digest)) return changed;
    if (found.lasting.action == "erasure") {
        for (auto const emptied : emptied_by(found.personal.after))
            blank_.erase(emptied);
    }
    return std::nullopt;
}

std::optional<Broken> Audit::end(Head const& kept) const
{
    if (head_.sequence < kept.sequence) {
        return Broken{head_.sequence + 1, "end: the last entries are missing"};
    }
    if (head_ != kept)
        return Broken{head_.sequence, "end: it is not the last entry that was written"};
    if (!blank_.empty()) {
        return Broken{*blank_.begin(), "digest: it was emptied, though no erasure says so"};
    }
    if (noted_ && noted_->sequence > head_.sequence) {
        return Broken{noted_->sequence, "head: the entry noted elsewhere is missing"};
    }
    return std::nullopt;
}

}  // namespace store
