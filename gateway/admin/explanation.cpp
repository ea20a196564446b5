// gateway/admin/explanation.cpp: one decision explained.
//   GET /api/v1/journal/{decision}?cursor=&limit=
//     -> {"decision","time","app","provider",
//         "recipients":[{…,"facts","rule","evidence","ledger"}],"next"}
#include "gateway/admin/explain.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/times.hpp"

#include <map>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

/// A page of the decision's journal entries and the ledger entries behind them.
struct Record {
    store::JournalPage page;
    std::map<std::int64_t, model::LedgerEntry> ledger;
};

Record read_record(store::Reader& reader, model::JournalQuery const& query)
{
    Record record{reader.journal(query), {}};
    for (auto const& entry : record.page.entries) {
        if (entry.ledger == 0 || record.ledger.contains(entry.ledger)) continue;
        if (auto behind = reader.ledger_entry(entry.ledger)) {
            record.ledger.emplace(entry.ledger, *std::move(behind));
        }
    }
    return record;
}

js::value null_or(std::string const& text)
{
    return text.empty() ? js::value(nullptr) : js::value(text);
}

js::object facts_of(model::JournalEntry const& entry, Caller const& caller)
{
    return {{"channel", model::name_of(entry.channel)},
            {"category", entry.category},
            {"kind", model::name_of(entry.kind)},
            {"stream", null_or(entry.stream)},
            {"customer", null_or(shown_name(entry.customer, caller))},
            {"mode", model::name_of(entry.mode)}};
}

js::object explained(model::JournalEntry const& entry, Record const& record, Caller const& caller)
{
    auto const rule = rule_of(entry.reason);
    auto const behind = record.ledger.find(entry.ledger);
    js::value ledger;
    if (behind != record.ledger.end()) ledger = spell(behind->second, caller);
    return {{"address", shown(entry.address, caller)},
            {"verdict", model::name_of(entry.outcome)},
            {"reason", model::name_of(entry.reason)},
            {"facts", facts_of(entry, caller)},
            {"rule", {{"step", rule.step}, {"says", rule.says}}},
            {"evidence", entry.evidence},
            {"mark", spell(entry.mark)},
            {"subject", caller.sees_addresses() ? null_or(entry.subject) : js::value(nullptr)},
            {"text", caller.sees_addresses() ? null_or(entry.text) : js::value(nullptr)},
            {"ledger", std::move(ledger)}};
}

}  // namespace

Answering explain_decision(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({"cursor", "limit"})) co_return *unknown;
    auto const window = window_of(call);
    if (!window) co_return window.error();
    model::JournalQuery query;
    query.decision = call.parameters.at(0);
    query.before_row = window->cursor;
    query.limit = window->limit;
    auto read = [query](store::Reader& reader) { return read_record(reader, query); };
    auto const record = co_await desk.readers.ask(std::move(read));
    if (record.page.entries.empty()) {
        co_return problem(404, "the journal has no decision with this id (any more)");
    }

    js::array recipients;
    for (auto const& entry : record.page.entries) {
        recipients.push_back(explained(entry, record, call.caller));
    }
    auto const& newest = record.page.entries.front();
    auto const next = record.page.next_row;
    co_return json(
        js::object{{"decision", newest.decision},
                   {"time", rfc3339(newest.at)},
                   {"app", newest.app},
                   {"provider", newest.provider},
                   {"recipients", std::move(recipients)},
                   {"next", next == 0 ? js::value(nullptr) : js::value(std::to_string(next))}});
}

}  // namespace gateway::admin
