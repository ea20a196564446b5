// providers/wire/mailboxes.hpp: a list of mail addresses (RFC 5322 §3.4) with the place of each in its text.
//
//   Alice <alice@example.com>, "Roe, Max" <max@example.com> (work), Staff: a@x, b@x;
//   ^begin                   ^end of the first mailbox              ^begin of the group, an item of two mailboxes
//
// GMime says who is in it. Where each stands it does not say, so the text is cut at the commas outside of quotes,
// comments, brackets and groups, and GMime reads each piece again: unless the pieces give the very addresses that the
// whole gave, the list can be read in two ways and is a problem. Only a piece that is nothing but
// letters@letters needs no second reading.
#pragma once

#include "providers/wire/list_places.hpp"
#include "providers/wire/run.hpp"
#include "providers/wire/spelt.hpp"
#include "store/model/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wire {

class Mailboxes {
public:
    Mailboxes() = default;
    /// Folded lines are read as one (RFC 5322 §2.2.3); other control characters are a problem.
    static model::Result<Mailboxes> read(std::string_view text);

    std::vector<Mailbox> const& all() const { return places_.all; }
    std::vector<Item> const& items() const { return places_.items; }

private:
    explicit Mailboxes(ListPlaces places) : places_{std::move(places)} {}

    ListPlaces places_;
};

/// Cuts the mailboxes that `keep(index)` says no to, each with one comma, and groups that would be left without a
/// member. False, and nothing is cut: none would be left at all.
template <class Keep>
bool keep_mailboxes(Mailboxes const& list, Spelt const& spelt, Keep const& keep,
                    providers::Cuts& cuts)
{
    auto const kept_of = [&](Item const& item) {
        std::size_t kept = 0;
        for (std::size_t i = item.first; i < item.first + item.count; ++i)
            kept += keep(i) ? 1U : 0U;
        return kept;
    };
    auto const keep_or_drop = [&](Run& run, auto const& part, bool kept) {
        if (kept)
            run.keep(spelt.place(part.begin), spelt.place(part.end));
        else
            run.drop(spelt.place(part.begin), spelt.place(part.end));
    };
    std::size_t all = 0;
    for (Item const& item : list.items())
        all += kept_of(item);
    if (all == 0) return false;
    Run run{cuts};
    for (Item const& item : list.items()) {
        auto const kept = kept_of(item);
        keep_or_drop(run, item, kept > 0 || item.count == 0);
        if (kept == 0 || kept == item.count) continue;
        Run within{cuts};
        for (std::size_t i = item.first; i < item.first + item.count; ++i)
            keep_or_drop(within, list.all()[i], keep(i));
        within.end();
    }
    run.end();
    return true;
}

}  // namespace wire
