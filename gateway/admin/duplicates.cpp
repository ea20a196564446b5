// gateway/admin/duplicates.cpp: customers that are one.
//   GET  /api/v1/duplicates?cursor=&limit=
//        addresses with several owners, in any spelling; a cursor names nobody: it is the sequence of the ledger entry
//        that made the last owner of a page's last address
//   POST /api/v1/customers/{id}/merge {"from","evidence"?,"source"?,"actor"?}
//        `from` becomes part of {id}; of two choices the stricter stays
#include "gateway/admin/changes.hpp"
#include "gateway/admin/customer.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/spell.hpp"

#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

struct Page {
    std::vector<store::Duplicate> duplicates;
    bool lost = false;  ///< the cursor leads nowhere
};

/// One more than asked for tells whether there is a next page.
Page read_page(store::Reader& reader, Window const& window)
{
    std::string after;
    if (window.cursor != 0) {
        auto const entry = reader.ledger_entry(window.cursor);
        if (!entry || entry->address.empty()) return {{}, true};
        after = entry->address;
    }
    return {reader.duplicates(after, window.limit + 1), false};
}

}  // namespace

Answering list_duplicates(Call const& call, Desk& desk)
{
    if (auto wrong = call.only({"cursor", "limit"})) co_return *wrong;
    auto const window = window_of(call);
    if (!window) co_return window.error();
    auto read = [window = *window](store::Reader& reader) { return read_page(reader, window); };
    auto page = co_await desk.readers.ask(std::move(read));
    if (page.lost) {
        co_return problem(400, {{"is not one that an earlier page gave as next", "cursor"}});
    }
    auto& found = page.duplicates;
    std::optional<std::string> next;
    if (found.size() > window->limit) {
        found.pop_back();
        next = std::to_string(found.back().ledger);
    }
    js::array items;
    for (auto const& duplicate : found) {
        items.push_back({{"address", shown(duplicate.address.text(), call.caller)},
                         {"customers", names(duplicate.customers, call.caller)}});
    }
    co_return json(list(std::move(items), std::move(next)));
}

Answering merge_customer(Call const& call, Desk& desk)
{
    auto const id = id_of(call);
    if (!id) co_return id.error();
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Members members{*document, {"from", "evidence", "source", "actor"}};
    auto from = members.text("from", longest_id);
    auto by = read_attribution(members, call, desk);
    if (from == *id) members.note("from", "is the customer itself");
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    std::vector<model::Change> changes;
    changes.push_back({model::MergeCustomers{*id, std::move(from)}, std::move(by)});
    auto written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    co_return co_await changed_customer(desk, *id, call.caller, *std::move(written), 200);
}

}  // namespace gateway::admin
