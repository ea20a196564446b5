// gateway/admin/exports.cpp: the state as a file that an import reads back.
//   GET /api/v1/export?what=all|customers|contacts|preferences|suppressions
//     JSON lines, or with "Accept: text/csv" CSV; streamed, page by page
#include "gateway/admin/csv.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/transfer/outflow.hpp"
#include "gateway/choices.hpp"

#include <memory>
#include <utility>

namespace gateway::admin {
namespace {

boost::asio::awaitable<std::optional<std::string>> next_piece(
    Desk& desk, std::shared_ptr<transfer::Outflow> outflow)
{
    auto read = [outflow](store::Reader& reader) { return outflow->next(reader); };
    co_return co_await desk.readers.ask(std::move(read));
}

}  // namespace

Answering export_rows(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({"what"})) co_return *unknown;
    auto parts = transfer::parts_of(call.asked("what").value_or("all"));
    if (parts.empty()) {
        co_return problem(422, {{"must be " + choices(transfer::what_names), "what"}});
    }
    bool const csv = wants_csv(call);
    auto outflow = std::make_shared<transfer::Outflow>(
        std::move(parts), csv ? transfer::Form::csv : transfer::Form::json);
    Answer answer;
    answer.content_type = csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    answer.headers.emplace_back(
        "Content-Disposition",
        csv ? "attachment; filename=\"optgate.csv\"" : "attachment; filename=\"optgate.jsonl\"");
    answer.pieces = [&desk, outflow] { return next_piece(desk, outflow); };
    co_return answer;
}

}  // namespace gateway::admin
