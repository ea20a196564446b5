#include "store/sqlite/carbon_copy.hpp"

#include "store/ledger/note.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/choices.hpp"
#include "store/sqlite/customers.hpp"

#include <algorithm>

namespace store::sqlite {

using model::Refused;

std::vector<std::string> carbon_copies(Application& application, std::string const& id)
{
    {
        auto rows = application.sql.linked(id);
        if (!rows.next()) return {};
        if (rows.number(0) == 0) return {id};
    }
    std::vector<std::string> group;
    for (auto rows = application.sql.group(id); rows.next();)
        group.push_back(rows.text(0));
    return group;
}

Refusal wrong_with_link(Application& application, std::string const& id, std::string const& of)
{
    if (!application.sql.find_customer(of).next()) {
        auto refusal = unknown_customer(application, of);
        refusal.detail = "carbon_copy_of: " + refusal.detail;
        return refusal;
    }
    for (auto rows = application.sql.ancestors(of); rows.next();) {
        if (rows.view(0) != id) continue;
        return refused(Refused::Why::invalid,
                       "carbon_copy_of: " + of + " is a carbon copy of this customer already");
    }
    return std::nullopt;
}

namespace {

/// What several customers agree on.
struct Level {
    Choices choices;
    MaybeStart start;

    void take(Application& application, std::string const& customer)
    {
        take_stricter(choices, choices_of(application, customer));
        start = stricter(start, start_of(application, customer));
    }

    /// False: it was all so.
    bool put(Application& application, std::string const& customer) const
    {
        auto const before = start_of(application, customer);
        // Whose channels the settings speak for goes on so, unless another's start says less.
        bool const says_less = start && !(start->phone && start->email);
        bool const chose = put_choices(application, customer, choices, because_of_copy);
        bool const started =
            (before || says_less) && put_start(application, customer, before, start);
        return chose || started;
    }

    static MaybeStart start_of(Application& application, std::string const& customer)
    {
        auto const held = find_customer(application, customer);
        return held ? held->start : std::nullopt;
    }
};

}  // namespace

void join(Application& application, std::string const& id, std::string const& of,
          std::vector<std::string> const& of_group)
{
    std::vector<std::string> own;
    for (auto& member : carbon_copies(application, id)) {
        if (std::ranges::find(of_group, member) == of_group.end()) own.push_back(std::move(member));
    }
    if (own.empty()) return;  // they were together before
    // Each side agrees with itself: one of it tells what the others need.
    Level level;
    level.take(application, id);
    level.take(application, of);
    auto const raise = [&](std::vector<std::string> const& side, std::string const& one) {
        if (!level.put(application, one)) return;
        for (auto const& member : side) {
            if (member != one) level.put(application, member);
        }
    };
    raise(own, id);
    raise(of_group, of);
}

void synchronise(Application& application, std::string const& id)
{
    auto const group = carbon_copies(application, id);
    if (group.size() < 2) return;
    Level level;
    for (auto const& member : group)
        level.take(application, member);
    for (auto const& member : group)
        level.put(application, member);
}

void relink_copies(Application& application, std::string const& id, std::string const& instead)
{
    std::vector<std::string> copies;
    for (auto rows = application.sql.copies(id); rows.next();)
        copies.push_back(rows.text(0));
    for (auto const& copy : copies) {
        auto const before = find_customer(application, copy)->customer;
        auto after = before;
        after.carbon_copy_of = copy == instead ? std::string{} : instead;
        auto const sequence =
            append(application, {"customer", copy, "", to_json(before), to_json(after),
                                 note_of_changes(before, after, application.by)});
        application.sql.relink.run(copy, after.carbon_copy_of, sequence);
    }
}

}  // namespace store::sqlite
