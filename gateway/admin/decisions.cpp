// gateway/admin/decisions.cpp: a dry run.
//   POST /api/v1/decisions {"channel","to":[…],"category"?|"text"?,"subject"?,"stream"?,"customer"?,"app"?}
//     -> {"category","kind","mark","evidence":{"step","detail"},"verdicts":[{"to","verdict","reason"}],
//         "content":{"outcome","kind","score","probability","category","step","detail","model"}|null}
#include "gateway/admin/dry_run.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"

#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

js::value content_of(std::optional<filters::Judgement> const& judgement)
{
    if (!judgement) return nullptr;
    auto const& category = judgement->category;
    return js::object{{"outcome", filters::name_of(judgement->outcome)},
                      {"kind", model::name_of(judgement->kind)},
                      {"score", judgement->score},
                      {"probability", judgement->probability},
                      {"category", category.empty() ? js::value(nullptr) : js::value(category)},
                      {"step", judgement->step},
                      {"detail", judgement->detail},
                      {"model", filters::model_version()}};
}

js::object document_of(DryRun const& wanted, DryJudged const& judged, Call const& call)
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
    return {{"category", category.name},       {"kind", model::name_of(category.kind)},
            {"mark", spell(classified.mark)},  {"evidence", spell(classified.evidence)},
            {"verdicts", std::move(verdicts)}, {"content", content_of(judged.content)}};
}

Answer decided(Call const& call, store::Index const& index)
{
    auto const document = read_document(call);
    if (!document) return document.error();
    Members members{*document,
                    {"channel", "to", "category", "text", "subject", "stream", "customer", "app"}};
    auto wanted = read_question(members, *call.settings);
    wanted.to = members.texts("to", call.settings->limits.recipients);
    auto const& app = *read_app(members, *call.settings);
    wanted.text = read_text(members);
    if (members.has("category") && wanted.text) {
        members.note("text", "can't stand beside category: give one of them");
    }
    if (!members.wrong().empty()) return problem(422, members.wrong());

    auto const judged = judge_dry(wanted, app, index, *call.settings);
    return json(document_of(wanted, judged, call));
}

}  // namespace

Answering dry_run(Call const& call, Desk& desk)
{
    auto decide = [&] { return decided(call, desk.parts.index); };
    co_return co_await desk.aside.run(std::move(decide));
}

}  // namespace gateway::admin
