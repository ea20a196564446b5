// gateway/admin/decisions.cpp: a dry run.
//   POST /api/v1/decisions {"channel","to":[…],"category"?|"text"?,"stream"?,"customer"?,"app"?}
//     -> {"category","kind","evidence":{"step","detail"},"verdicts":[{"to","verdict","reason"}]}
#include "gateway/admin/dry_run.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"

#include <algorithm>

namespace gateway::admin {
namespace {
namespace js = boost::json;

/// The application a caller names; the first one, everybody's, where none is named.
Application const* read_app(Members& members, Settings const& settings)
{
    static Application const nobody{};
    auto const name = members.text_or_empty("app");
    auto const& apps = settings.applications;
    if (name.empty()) return apps.empty() ? &nobody : &apps.front();
    auto const found = std::find_if(apps.begin(), apps.end(),
                                    [&](Application const& app) { return app.name == name; });
    if (found != apps.end()) return &*found;
    std::vector<std::string_view> names;
    for (auto const& app : apps)
        names.push_back(app.name);
    members.note("app", "unknown; one of: " + choices(names));
    return &nobody;
}

js::object document_of(DryRun const& wanted, Judged const& judged, Call const& call)
{
    auto const& classified = judged.decision.categories.front();
    auto const& category = call.settings->categories[classified.category];
    js::array verdicts;
    for (std::size_t i = 0; i < wanted.to.size(); ++i) {
        auto const verdict = judged.decision.verdicts[i];
        verdicts.push_back({{"to", shown(wanted.to[i], call.caller)},
                            {"verdict", verdict.deliver ? "deliver" : "suppress"},
                            {"reason", model::name_of(verdict.reason)}});
    }
    return {{"category", category.name},
            {"kind", model::name_of(category.kind)},
            {"evidence", spell(classified.evidence)},
            {"verdicts", std::move(verdicts)}};
}

}  // namespace

Answering dry_run(Call const& call, Desk& desk)
{
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Members members{*document, {"channel", "to", "category", "text", "stream", "customer", "app"}};
    DryRun wanted;
    wanted.channel = read_channel(members);
    wanted.to = members.texts("to", call.settings->limits.recipients);
    wanted.category = read_category(members, *call.settings);
    wanted.stream = read_stream(members, *call.settings);
    wanted.customer = members.text_or_empty("customer", 128);
    auto const& app = *read_app(members, *call.settings);
    if (members.has("category") && members.has("text")) {
        members.note("text", "can't stand beside category: give one of them");
    }
    if (auto const* text = document->if_contains("text"); text != nullptr && !text->is_string()) {
        members.note("text", "must be a string");
    }
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    auto const judged = judge_dry(wanted, app, desk.parts.index, *call.settings);
    co_return json(document_of(wanted, judged, call));
}

}  // namespace gateway::admin
