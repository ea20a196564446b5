#include "store/sqlite/rows.hpp"

#include "store/ledger/chain.hpp"
#include "store/ledger/note.hpp"

#include <algorithm>
#include <stdexcept>

namespace store::sqlite {
namespace {

template <class Name, std::size_t count>
Name named(std::array<std::string_view, count> const& names, std::string_view name)
{
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::logic_error("store: a name this version does not know");
    return static_cast<Name>(found - names.begin());
}

}  // namespace

std::string_view to_column(std::optional<model::Channel> channel)
{
    return channel ? name_of(*channel) : std::string_view{};
}

std::optional<model::Channel> to_channel(std::string_view name)
{
    if (name.empty()) return std::nullopt;
    return named<model::Channel>(model::channel_names, name);
}

model::State to_state(std::string_view name)
{
    return named<model::State>(model::state_names, name);
}

model::Suppression to_suppression(std::string_view name)
{
    return named<model::Suppression>(model::suppression_names, name);
}

model::CustomerKind to_customer_kind(std::string_view name)
{
    return named<model::CustomerKind>(model::customer_kind_names, name);
}

std::string_view to_column(std::optional<model::Start> const& start)
{
    if (!start) return {};
    if (start->phone) return start->email ? "yy" : "yn";
    return start->email ? "ny" : "nn";
}

std::optional<model::Start> to_start(std::string_view text)
{
    if (text.size() != 2) return std::nullopt;
    return model::Start{text[0] == 'y', text[1] == 'y'};
}

model::Preference to_preference(Rows const& rows, int at)
{
    return {to_channel(rows.view(at)), model::read_covers(rows.view(at + 1)),
            to_state(rows.view(at + 2))};
}

model::LedgerEntry to_ledger_entry(Rows const& rows)
{
    model::LedgerEntry entry{.sequence = rows.number(0),
                             .at = to_time(rows.number(1)),
                             .actor = rows.text(4),
                             .source = rows.text(3),
                             .evidence = rows.text(5),
                             .customer = rows.text(6),
                             .address = rows.text(7),
                             .action = rows.text(2),
                             .before = rows.text(8),
                             .after = rows.text(9),
                             .note = rows.text(10),
                             .hash = to_hex(rows.bytes(13))};
    bool const emptied = entry.actor.empty();  // by an erasure
    if (entry.note.empty() && !emptied) entry.note = note_of(entry);
    return entry;
}

model::Feedback to_feedback(Rows const& rows)
{
    return {.decision = rows.text(3),
            .message = rows.number(4),
            .at = to_time(rows.number(1)),
            .actor = rows.text(2),
            .app = rows.text(5),
            .provider = rows.text(6),
            .channel = named<model::Channel>(model::channel_names, rows.view(7)),
            .was = rows.text(8),
            .category = rows.text(9),
            .kind = named<model::Kind>(model::kind_names, rows.view(10)),
            .subject = rows.text(11),
            .text = rows.text(12),
            .row = rows.number(0)};
}

model::ScoreCount to_score(Rows const& rows)
{
    return {rows.text(0), named<model::Kind>(model::kind_names, rows.view(1)), rows.number(2),
            rows.number(3)};
}

model::JournalEntry to_journal_entry(Rows const& rows)
{
    return {.decision = rows.text(2),
            .at = to_time(rows.number(1)),
            .app = rows.text(3),
            .provider = rows.text(4),
            .channel = named<model::Channel>(model::channel_names, rows.view(5)),
            .category = rows.text(6),
            .kind = named<model::Kind>(model::kind_names, rows.view(7)),
            .address = rows.text(8),
            .outcome = named<model::Outcome>(model::outcome_names, rows.view(9)),
            .reason = named<model::Reason>(model::reason_names, rows.view(10)),
            .mode = named<model::Mode>(model::mode_names, rows.view(11)),
            .stream = rows.text(12),
            .customer = rows.text(13),
            .evidence = rows.text(14),
            .mark = named<model::Mark>(model::mark_names, rows.view(16)),
            .message = rows.number(17),
            .subject = rows.text(18),
            .text = rows.text(19),
            .ledger = rows.number(15),
            .row = rows.number(0)};
}

}  // namespace store::sqlite
