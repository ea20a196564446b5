// gateway/admin/customers.cpp: people and accounts known by the sender's own id.
//   PUT    /api/v1/customers/{id}
//          {"kind","name","contacts":[{"address","label"}],"carbon_copy_of"}
//   PUT    /api/v1/customers/{id}/preferences
//          {"channel","covers","state","evidence"?,"source"?,"actor"?}
//   GET    /api/v1/customers/{id}
//          what was put, with "start", "preferences" and where they are from, "carbon_copies", "merged"
//   GET    /api/v1/customers/{id}/notes
//          the ledger's entries on the customer and its contacts, oldest first
#include "gateway/admin/changes.hpp"
#include "gateway/admin/csv.hpp"
#include "gateway/admin/customer.hpp"
#include "gateway/admin/notes.hpp"
#include "gateway/admin/preference.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/wanted.hpp"

#include <utility>

namespace gateway::admin {
namespace js = boost::json;

Answering put_customer(Call const& call, Desk& desk)
{
    auto id = id_of(call);
    if (!id) co_return id.error();
    auto const document = read_document(call);
    if (!document) co_return document.error();

    Members members{*document,
                    {"kind", "name", "contacts", "carbon_copy_of", "source", "evidence", "actor"}};
    auto put = read_customer(members, *id, *call.settings);
    auto by = read_attribution(members, call, desk);
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    bool const is_new = !(co_await find_customer(desk, *id));
    std::vector<model::Change> changes;
    changes.push_back({std::move(put), std::move(by)});
    auto written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    co_return co_await changed_customer(desk, *id, call.caller, *written, is_new ? 201 : 200);
}

Answering get_customer(Call const& call, Desk& desk)
{
    auto const id = id_of(call);
    if (!id) co_return id.error();
    auto const record = co_await find_customer(desk, *id);
    if (!record) co_return co_await no_such_customer(desk, *id, call.caller);
    co_return json(spell(*record, call.caller));
}

Answering delete_customer(Call const& call, Desk& desk)
{
    auto const id = id_of(call);
    if (!id) co_return id.error();
    auto const record = co_await find_customer(desk, *id);
    if (!record) co_return co_await no_such_customer(desk, *id, call.caller);
    std::vector<model::Change> changes;
    changes.push_back(
        {model::RemoveCustomer{*id}, {call.caller.token, "staff", {}, desk.parts.now()}});
    auto const written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    co_return no_content();
}

Answering customer_notes(Call const& call, Desk& desk)
{
    auto const id = id_of(call);
    if (!id) co_return id.error();
    if (auto wrong = call.only({"cursor", "limit"})) co_return *wrong;
    auto const window = window_of(call);
    if (!window) co_return window.error();
    model::Subject subject = model::OfCustomer{*id};
    auto const page = co_await notes(desk, subject, *window, call.caller);
    if (page.empty && window->cursor == 0) {
        auto const record = co_await find_customer(desk, *id);
        if (!record) co_return co_await no_such_customer(desk, *id, call.caller);
    }
    if (wants_csv(call)) co_return notes_csv(desk, std::move(subject), *window, call);
    co_return json(page.document);
}

Answering put_customer_preference(Call const& call, Desk& desk)
{
    auto const id = id_of(call);
    if (!id) co_return id.error();
    model::Subject subject = model::OfCustomer{*id};
    auto changed = co_await set_preference(call, desk, std::move(subject));
    if (!changed) co_return changed.error();
    auto const* profile = desk.parts.index.find_customer(*id);
    (*changed)["preferences"] = profile ? spell(std::span{profile->owners}) : js::array{};
    co_return json(*changed);
}

}  // namespace gateway::admin
