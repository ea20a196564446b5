// gateway/admin/lists.cpp: pruning a list before it is used.
//   POST /api/v1/lists/prune {"channel","category","recipients":[…],"stream"?,"customer"?,"app"?}
//     -> {"kept":[…],"removed":[{"to","reason"}]}
//   POST /api/v1/lists/prune?channel=&category=&column=&stream=&customer=&app=   Content-Type: text/csv
//     rows in, the kept rows out; the removed ones, with a column "reason", at Link: rel="removed"
//     (application/x-ndjson works in the same way)
//   GET  /api/v1/lists/removed/{id}     those rows, for a while, to who asked
//
// Both sides are put on disk before the answer begins: a list with a bad row is refused as a whole, and a caller who
// writes all before it reads anything can't get stuck.
#include "gateway/admin/prune.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::size_t read_bytes = std::size_t{64} * 1024;
constexpr std::size_t recipients_a_turn = 1'000;
constexpr std::size_t most_recipients = 1'000'000;  // the body's limit speaks first

/// A list in JSON: what is asked of each of its recipients, and who of them stays.
struct List {
    DryRun question;
    Application const* app = nullptr;
    std::vector<std::string> recipients;
    js::array kept;
    js::array removed;
};

Or<List> read_list(Call const& call)
{
    auto const document = read_document(call);
    if (!document) return document.error();
    Members members{*document, {"channel", "category", "recipients", "stream", "customer", "app"}};
    List list;
    list.question = read_question(members, *call.settings);
    list.recipients = members.texts("recipients", most_recipients);
    list.app = read_app(members, *call.settings);
    if (!members.wrong().empty()) return problem(422, members.wrong());
    return list;
}

void judge_some(List& list, std::size_t begin, Call const& call, store::Index const& index)
{
    auto const end = std::min(begin + recipients_a_turn, list.recipients.size());
    auto& to = list.question.to;
    to.assign(list.recipients.begin() + static_cast<std::ptrdiff_t>(begin),
              list.recipients.begin() + static_cast<std::ptrdiff_t>(end));
    auto const judged = judge_dry(list.question, *list.app, index, *call.settings);
    for (std::size_t i = 0; i < to.size(); ++i) {
        auto const verdict = judged.decision.verdicts[i];
        if (verdict.deliver) {
            list.kept.emplace_back(to[i]);
        } else {
            list.removed.push_back({{"to", to[i]}, {"reason", model::name_of(verdict.reason)}});
        }
    }
}

Answering prune_document(Call const& call, Desk& desk)
{
    auto read = [&call] { return read_list(call); };
    auto list = co_await desk.aside.run(std::move(read));
    if (!list) co_return list.error();
    // In turns, so that a long list does not keep others from being judged.
    for (std::size_t done = 0; done < list->recipients.size(); done += recipients_a_turn) {
        auto judge = [&] { judge_some(*list, done, call, desk.parts.index); };
        co_await desk.aside.run(std::move(judge));
    }
    auto spell = [&list] {
        return json(
            js::object{{"kept", std::move(list->kept)}, {"removed", std::move(list->removed)}});
    };
    co_return co_await desk.aside.run(std::move(spell));
}

/// The query as members of an object, so that both ways of asking are read by the same rules.
js::object members_of_query(Call const& call)
{
    js::object object;
    for (auto const& [name, value] : call.query)
        object[name] = value;
    return object;
}

std::optional<Pruning::Form> form_of(std::string_view content_type)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    if (boost::beast::iequals(type, "text/csv")) return Pruning::Form::csv;
    for (std::string_view const json_lines :
         {"application/x-ndjson", "application/jsonl", "application/json-lines"}) {
        if (boost::beast::iequals(type, json_lines)) return Pruning::Form::json;
    }
    return std::nullopt;
}

/// Rows on disk as the body of an answer.
Answer answer_of(std::shared_ptr<Spool> rows, std::string_view content_type)
{
    Answer answer;
    answer.content_type = content_type;
    answer.verbatim = true;
    auto const at = std::make_shared<std::uint64_t>(0);
    answer.pieces = [rows = std::move(rows),
                     at]() -> boost::asio::awaitable<std::optional<std::string>> {
        auto piece = rows->read(*at, read_bytes);
        if (piece) *at += piece->size();
        co_return piece;
    };
    return answer;
}

struct Halves {
    explicit Halves(std::shared_ptr<SpoolSpace> const& space)
        : kept{std::make_shared<Spool>(space)}, removed{std::make_shared<Spool>(space)}
    {
    }
    bool complete() const { return kept->complete() && removed->complete(); }

    std::shared_ptr<Spool> kept, removed;
};

Answer no_room()
{
    auto answer = problem(503, "there is no room for another pruned list now (admin.spool_bytes)");
    answer.headers.emplace_back("Retry-After", "60");
    return answer;
}

/// Feeds the body to the pruner; what stops it, if anything does.
boost::asio::awaitable<std::optional<Answer>> take_body(Call const& call, Desk& desk,
                                                        Pruner& pruner, Halves const& halves)
{
    for (;;) {
        auto piece = co_await call.pieces();
        if (!piece) co_return piece.error();
        auto const& bytes = *piece;
        auto prune = [&] { return bytes ? pruner.feed(*bytes) : pruner.finish(); };
        auto const wrong = co_await desk.aside.run(std::move(prune));
        if (wrong) co_return problem(422, {*wrong});
        if (!halves.complete()) co_return no_room();
        if (!bytes) co_return std::nullopt;
    }
}

Answer halves_of(Halves halves, Pruner const& pruner, Call const& call, Desk& desk,
                 std::string_view content_type)
{
    auto const now = desk.parts.ticks();
    RemovedList removed;
    removed.owner = call.caller.token;
    removed.content_type = content_type;
    removed.rows = std::move(halves.removed);
    removed.until = now + call.settings->admin.spool_time;
    auto const id =
        desk.removed_lists.keep(std::move(removed), call.settings->admin.spool_lists, now);
    auto answer = answer_of(std::move(halves.kept), content_type);
    answer.headers.emplace_back("Link", "</api/v1/lists/removed/" + id + ">; rel=\"removed\"");
    answer.headers.emplace_back("X-Optgate-Kept", std::to_string(pruner.kept()));
    answer.headers.emplace_back("X-Optgate-Removed", std::to_string(pruner.removed()));
    return answer;
}

Answering prune_rows(Call const& call, Desk& desk, Pruning::Form form)
{
    if (auto unknown = call.only({"channel", "category", "column", "stream", "customer", "app"})) {
        co_return *unknown;
    }
    auto const asked = members_of_query(call);
    Members members{asked, {"channel", "category", "column", "stream", "customer", "app"}};
    Pruning pruning{form, members.text_or_empty("column"), read_question(members, *call.settings)};
    if (form == Pruning::Form::json && pruning.column.empty()) pruning.column = "to";
    auto const& app = *read_app(members, *call.settings);
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    Halves halves{desk.spool_space};
    Sides sides{[&](std::string_view rows) { halves.kept->append(rows); },
                [&](std::string_view rows) { halves.removed->append(rows); }};
    Pruner pruner{std::move(pruning), app, desk.parts.index, *call.settings, std::move(sides)};
    if (auto stopped = co_await take_body(call, desk, pruner, halves)) co_return *stopped;
    bool const csv = form == Pruning::Form::csv;
    co_return halves_of(std::move(halves), pruner, call, desk,
                        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
}

}  // namespace

Answering prune_list(Call const& call, Desk& desk)
{
    if (is_json(call.content_type)) co_return co_await prune_document(call, desk);
    auto const form = form_of(call.content_type);
    if (form) co_return co_await prune_rows(call, desk, *form);
    auto answer = problem(415, "a list is application/json, text/csv or application/x-ndjson");
    answer.headers.emplace_back("Accept", "application/json, text/csv, application/x-ndjson");
    co_return answer;
}

Answering removed_of_list(Call const& call, Desk& desk)
{
    auto const* list =
        desk.removed_lists.find(call.parameters.at(0), call.caller.token, desk.parts.ticks());
    if (list == nullptr) {
        co_return problem(404, "there are no such rows (they go after admin.spool_time)");
    }
    bool const csv = list->content_type.starts_with("text/csv");
    co_return answer_of(list->rows,
                        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
}

}  // namespace gateway::admin
