// gateway/admin/decisions.cpp: a dry run.
//   POST /api/v1/decisions {"channel","to":[…],"category"?|"text"?,"stream"?,"customer"?,"app"?}
//     -> {"category","kind","evidence":{"step","detail"},"verdicts":[{"to","verdict","reason"}]}
#include "gateway/admin/dry_run.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"

#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

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
    auto wanted = read_question(members, *call.settings);
    wanted.to = members.texts("to", call.settings->limits.recipients);
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
