// gateway/admin/imports.cpp: a file of rows becomes changes while it comes.
//   POST /api/v1/imports?format=&columns=&record=&channel=&covers=&state=&suppression=&source=&evidence=&actor=
//                       &allow_duplicates=         Content-Type: text/csv, application/x-ndjson or application/json
//     -> {"format","rows","changed","unchanged","refused","problems":[{"where","detail"}],"more_problems"}
// A bad row stops no other. What was made when the call breaks off stays made: sending the file again changes nothing
// of it. An import never takes back what a recipient stopped, nor anybody else's stop without evidence.
#include "gateway/admin/changes.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/transfer/intake.hpp"
#include "gateway/choices.hpp"

#include <array>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;
using transfer::Field;

constexpr std::size_t changes_a_commit = 2'000;
constexpr std::size_t most_problems = 1'000;  // told; the others are counted

constexpr std::array given_fields{Field::record,      Field::channel, Field::covers,  Field::state,
                                  Field::suppression, Field::source,  Field::evidence};

std::optional<transfer::Form> form_of(std::string_view content_type)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    if (boost::beast::iequals(type, "text/csv")) return transfer::Form::csv;
    for (std::string_view const json : {"application/x-ndjson", "application/jsonl",
                                        "application/json-lines", "application/json"}) {
        if (boost::beast::iequals(type, json)) return transfer::Form::json;
    }
    return std::nullopt;
}

void read_format(Call const& call, transfer::Plan& plan, std::vector<model::Problem>& wrong)
{
    auto const name = call.asked("format").value_or("optgate");
    plan.format = transfer::find_format(name);
    if (plan.format != nullptr) return;
    std::vector<std::string_view> names;
    for (auto const& format : transfer::formats())
        names.push_back(format.name);
    wrong.push_back({"must be " + choices(names), "format"});
}

Or<transfer::Plan> read_plan(Call const& call, Desk const& desk, transfer::Form form)
{
    transfer::Plan plan;
    plan.form = form;
    std::vector<model::Problem> wrong;
    read_format(call, plan, wrong);
    auto columns = transfer::read_columns(call.asked("columns").value_or(""));
    if (!columns) wrong.push_back({columns.error().what, "columns"});
    for (auto const field : given_fields) {
        if (auto said = call.asked(name_of(field))) plan.given.emplace_back(field, *said);
    }
    auto const allow = call.asked("allow_duplicates").value_or("false");
    if (allow != "true" && allow != "false") {
        wrong.push_back({"must be true or false", "allow_duplicates"});
    }
    if (!wrong.empty()) return problem(422, wrong);
    plan.columns = *std::move(columns);
    plan.prevent_duplicates = allow == "false" && call.settings->prevent_duplicates;
    auto const actor = call.asked("actor");
    plan.by.actor = actor ? *actor + " (token " + call.caller.token + ")" : call.caller.token;
    plan.by.at = desk.parts.now();
    return plan;
}

/// What is answered at the end.
struct Told {
    transfer::Tally tally;
    js::array problems;

    void tell(transfer::BadRow const& bad)
    {
        if (problems.size() == most_problems) return;
        problems.push_back({{"where", bad.where}, {"detail", bad.what}});
    }
    js::object document(std::string_view format) &&
    {
        auto const more = tally.refused - problems.size();
        return {{"format", format},         {"rows", tally.rows},
                {"changed", tally.changed}, {"unchanged", tally.unchanged},
                {"refused", tally.refused}, {"problems", std::move(problems)},
                {"more_problems", more}};
    }
};

std::string so_far(transfer::Tally const& tally)
{
    return std::to_string(tally.rows) + " rows were done before (" + std::to_string(tally.changed) +
           " changed something); the file can be sent again";
}

/// Makes what waits; false: the store can't be written.
boost::asio::awaitable<bool> make(transfer::Intake& intake, Told& told, Desk& desk)
{
    auto batch = intake.take();
    std::vector<store::Changed> made;
    if (!batch.changes.empty()) {
        auto outcome = co_await change_each(desk.parts.commit, std::move(batch.changes));
        if (!outcome) co_return false;
        made = *std::move(outcome);
    }
    auto const report = [&](transfer::BadRow const& bad) { told.tell(bad); };
    told.tally.add(batch, made, report);
    co_return true;
}

/// Feeds the body to the intake and makes what comes of it; what stops it, if anything does.
boost::asio::awaitable<std::optional<Answer>> take_body(Call const& call, Desk& desk,
                                                        transfer::Intake& intake, Told& told)
{
    for (;;) {
        auto piece = co_await call.pieces();
        if (!piece) co_return piece.error();
        auto const& bytes = *piece;
        auto const wrong = bytes ? intake.feed(*bytes) : intake.finish();
        bool const enough = wrong || !bytes || intake.waiting() >= changes_a_commit;
        if (enough) {
            bool const made = co_await make(intake, told, desk);
            if (!made) {
                auto answer = problem(503, "the store can't be written now; " + so_far(told.tally));
                answer.headers.emplace_back("Retry-After", "1");
                co_return answer;
            }
        }
        if (wrong) {
            co_return problem(422, {{wrong->what + "; " + so_far(told.tally), wrong->where}});
        }
        if (!bytes) co_return std::nullopt;
    }
}

}  // namespace

Answering import_rows(Call const& call, Desk& desk)
{
    if (auto unknown =
            call.only({"format", "columns", "record", "channel", "covers", "state", "suppression",
                       "source", "evidence", "actor", "allow_duplicates"})) {
        co_return *unknown;
    }
    auto const form = form_of(call.content_type);
    if (!form) {
        auto answer =
            problem(415, "an import is text/csv, application/x-ndjson or application/json");
        answer.headers.emplace_back("Accept", "text/csv, application/x-ndjson, application/json");
        co_return answer;
    }
    auto plan = read_plan(call, desk, *form);
    if (!plan) co_return plan.error();
    auto const format = plan->format->name;
    transfer::Intake intake{*std::move(plan), *call.settings};
    Told told;
    auto const stopped = co_await take_body(call, desk, intake, told);
    if (stopped) co_return *stopped;
    co_return json(std::move(told).document(format));
}

}  // namespace gateway::admin
