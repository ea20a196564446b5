// gateway/admin/addresses.cpp: one address: what is recorded of it, what it would get now, and
// changes.
//   GET    /api/v1/addresses/{address}               state, and channel x category now
//   PUT    /api/v1/addresses/{address}/preferences
//          {"channel","covers","state","evidence"?,"source"?,"actor"?}
//   PUT    /api/v1/addresses/{address}/suppressions
//          {"channel","suppression","sender"?,"evidence"?,…}
//   DELETE /api/v1/addresses/{address}/suppressions  the same, with evidence
#include "filters/consent/decide.hpp"
#include "gateway/admin/changes.hpp"
#include "gateway/admin/csv.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/notes.hpp"
#include "gateway/admin/preference.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/wanted.hpp"
#include "store/census.hpp"

#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

/// What the address would get now from a send that names no customer, stream or sender.
js::array outlook(model::Address const& address, model::Profile const& profile,
                  Settings const& settings)
{
    js::array cells;
    for (auto const channel : store::channels_of(store::reach_of(address))) {
        for (auto const& category : settings.categories.all()) {
            if (category.retired) continue;
            filters::Facts facts;
            facts.channel = channel;
            facts.address = &profile;
            auto const verdict = filters::decide(facts, category, settings.consent);
            cells.push_back({{"channel", model::name_of(channel)},
                             {"category", category.name},
                             {"kind", model::name_of(category.kind)},
                             {"verdict", verdict.deliver ? "deliver" : "suppress"},
                             {"reason", model::name_of(verdict.reason)}});
        }
    }
    return cells;
}

struct StopChange {
    model::HardStop stop;
    model::Attribution by;
};

Or<StopChange> read_stop_change(Call const& call, Desk const& desk, bool needs_evidence)
{
    auto const document = read_document(call);
    if (!document) return document.error();
    Members members{*document, {"channel", "suppression", "sender", "evidence", "source", "actor"}};
    StopChange wanted{read_stop(members, *call.settings, needs_evidence),
                      read_attribution(members, call, desk)};
    if (needs_evidence) need_evidence(members, wanted.by);
    if (!members.wrong().empty()) return problem(422, members.wrong());
    return wanted;
}

Answering apply_stop(Desk& desk, Caller const& caller, model::Address const& address,
                     model::What what, model::Attribution by)
{
    std::vector<model::Change> changes;
    changes.push_back({std::move(what), std::move(by)});
    auto const written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    co_return json(js::object{
        {"ledger", js::value_from(*written)},
        {"suppressions", spell(std::span{desk.parts.index.find(address).hard_stops}, caller)}});
}

}  // namespace

Answering get_address(Call const& call, Desk& desk)
{
    static constexpr std::array<std::string_view, 3> forms{"phone", "mail", "opaque"};
    auto const address = address_of(call);
    if (!address) co_return address.error();
    auto read = [address = *address](store::Reader& reader) { return reader.owners(address); };
    auto const owners = co_await desk.readers.ask(std::move(read));
    auto const& profile = desk.parts.index.find(*address);
    co_return json(js::object{{"address", shown(address->text(), call.caller)},
                              {"form", forms[static_cast<std::size_t>(address->form())]},
                              {"customers", names(owners, call.caller)},
                              {"labels", js::value_from(profile.labels)},
                              {"suppressions", spell(std::span{profile.hard_stops}, call.caller)},
                              {"preferences", spell(std::span{profile.own})},
                              {"customer_preferences", spell(std::span{profile.owners})},
                              {"now", outlook(*address, profile, *call.settings)}});
}

Answering address_notes(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    if (auto wrong = call.only({"cursor", "limit"})) co_return *wrong;
    auto const window = window_of(call);
    if (!window) co_return window.error();
    model::Subject subject = *address;
    auto const page = co_await notes(desk, subject, *window, call.caller);
    if (wants_csv(call)) co_return notes_csv(desk, std::move(subject), *window, call);
    co_return json(page.document);
}

Answering put_address_preference(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    model::Subject subject = *address;
    auto changed = co_await set_preference(call, desk, std::move(subject));
    if (!changed) co_return changed.error();
    (*changed)["preferences"] = spell(std::span{desk.parts.index.find(*address).own});
    co_return json(*changed);
}

Answering put_suppression(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    auto wanted = read_stop_change(call, desk, false);
    if (!wanted) co_return wanted.error();
    model::What what = model::SetHardStop{*address, wanted->stop};
    co_return co_await apply_stop(desk, call.caller, *address, std::move(what),
                                  std::move(wanted->by));
}

Answering delete_suppression(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    auto wanted = read_stop_change(call, desk, true);
    if (!wanted) co_return wanted.error();
    model::What what = model::LiftHardStop{*address, wanted->stop};
    co_return co_await apply_stop(desk, call.caller, *address, std::move(what),
                                  std::move(wanted->by));
}

}  // namespace gateway::admin
