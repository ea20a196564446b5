#include "gateway/admin/csv.hpp"

#include "gateway/admin/mask.hpp"
#include "gateway/admin/times.hpp"
#include "gateway/rows/csv.hpp"

#include <initializer_list>

namespace gateway::admin {
namespace {

void append_row(std::string& out, std::initializer_list<std::string_view> cells)
{
    bool first = true;
    for (auto const text : cells) {
        if (!first) out += ',';
        first = false;
        out += rows::safe_cell(text);
    }
    out += "\r\n";
}

}  // namespace

std::string_view csv_header()
{
    return "decision,time,app,provider,channel,category,kind,address,verdict,reason,mode,evidence,"
           "stream,customer,ledger,mark\r\n";
}

void append_csv(std::string& out, model::JournalEntry const& entry, Caller const& caller)
{
    auto const ledger = entry.ledger == 0 ? std::string{} : std::to_string(entry.ledger);
    auto const time = rfc3339(entry.at);
    auto const address = shown(entry.address, caller);
    auto const customer = shown_name(entry.customer, caller);
    append_row(out,
               {entry.decision, time, entry.app, entry.provider, model::name_of(entry.channel),
                entry.category, model::name_of(entry.kind), address, model::name_of(entry.outcome),
                model::name_of(entry.reason), model::name_of(entry.mode), entry.evidence,
                entry.stream, customer, ledger, model::name_of(entry.mark)});
}

std::string_view notes_csv_header()
{
    return "sequence,time,actor,source,evidence,customer,address,action,before,after,note,hash\r\n";
}

void append_csv(std::string& out, model::LedgerEntry const& entry, Caller const& caller)
{
    auto const sequence = std::to_string(entry.sequence);
    auto const time = rfc3339(entry.at);
    auto const actor = shown_name(entry.actor, caller);
    auto const source = shown_name(entry.source, caller);
    auto const customer = shown_name(entry.customer, caller);
    auto const evidence = shown_text(entry.evidence, caller);
    auto const address = shown(entry.address, caller);
    auto const before = shown_text(entry.before, caller);
    auto const after = shown_text(entry.after, caller);
    auto const note = shown_text(entry.note, caller);
    append_row(out, {sequence, time, actor, source, evidence, customer, address, entry.action,
                     before, after, note, entry.hash});
}

bool wants_csv(Call const& call)
{
    // Where both are named the first one is meant; npos is larger than any place.
    return call.accept.find("text/csv") < call.accept.find("application/json");
}

}  // namespace gateway::admin
