// gateway/admin/feedback.cpp: what people say of how messages were classified, for the next training of the model.
//   POST /api/v1/journal/{decision}/feedback {"category","address"?}
//     -> {"decision","time","actor","app","provider","channel","was","category","kind","has_text"}
//   GET  /api/v1/feedback
//     -> JSON lines, as the training program reads them: {"text","subject"?,"channel","label","finer","lang","source",
//        "group","category","was"}; only those whose text the journal kept (journal.keep_text)
#include "gateway/admin/changes.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/times.hpp"
#include "store/address/parse.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::size_t rows_a_piece = 200;

/// Our categories and the training set's names for them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> finer_names{
    {{"marketing", "marketing"},
     {"survey", "survey_feedback"},
     {"one_time_code", "otp_security"},
     {"billing", "billing"},
     {"order", "delivery_order"},
     {"appointment", "service_reminder"},
     {"account", "account_notice"},
     {"service", "account_notice"},
     {"conversation", "conversational"}}};

std::string_view finer_of(model::Feedback const& feedback)
{
    auto const named = [&](auto const& pair) { return pair.first == feedback.category; };
    auto const found = std::find_if(finer_names.begin(), finer_names.end(), named);
    if (found != finer_names.end()) return found->second;
    return feedback.kind == model::Kind::promotional ? "marketing" : "account_notice";
}

js::object training_row(model::Feedback const& feedback)
{
    js::object row{{"text", feedback.text},
                   {"channel", feedback.channel == model::Channel::email ? "email" : "sms"},
                   {"label", model::name_of(feedback.kind)},
                   {"finer", finer_of(feedback)},
                   {"lang", "und"},
                   {"source", "feedback_" + feedback.app},
                   {"group", feedback.decision},
                   {"category", feedback.category},
                   {"was", feedback.was}};
    if (!feedback.subject.empty()) row["subject"] = feedback.subject;
    return row;
}

bool has_text(model::Feedback const& feedback)
{
    return !feedback.text.empty() || !feedback.subject.empty();
}

js::object spell_feedback(model::Feedback const& feedback)
{
    return {{"decision", feedback.decision},
            {"time", rfc3339(feedback.at)},
            {"actor", feedback.actor},
            {"app", feedback.app},
            {"provider", feedback.provider},
            {"channel", model::name_of(feedback.channel)},
            {"was", feedback.was},
            {"category", feedback.category},
            {"kind", model::name_of(feedback.kind)},
            {"has_text", has_text(feedback)}};
}

model::Feedback feedback_on(model::JournalEntry const& entry)
{
    model::Feedback feedback;
    feedback.decision = entry.decision;
    feedback.message = entry.message;
    feedback.app = entry.app;
    feedback.provider = entry.provider;
    feedback.channel = entry.channel;
    feedback.was = entry.category;
    feedback.subject = entry.subject;
    feedback.text = entry.text;
    return feedback;
}

/// The message of a decision that is meant; a recipient tells which where there are several.
Or<model::Feedback> find_message(std::vector<model::JournalEntry> const& entries)
{
    if (entries.empty()) {
        return problem(404, "the journal has no such decision or recipient (any more)");
    }
    auto const& first = entries.front();
    auto const same = [&](auto const& entry) { return entry.message == first.message; };
    if (std::all_of(entries.begin(), entries.end(), same)) return feedback_on(first);
    return problem(422, {{"is needed: the send had several messages", "/address"}});
}

}  // namespace

Answering put_feedback(Call const& call, Desk& desk)
{
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Members members{*document, {"category", "address"}};
    auto const category = read_category(members, *call.settings);
    auto const spelling = members.text_or_empty("address", 512);
    if (!category && members.wrong().empty()) members.note("category", "is missing");
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    model::JournalQuery query;
    query.decision = call.parameters.at(0);
    query.limit = call.settings->limits.recipients;
    auto const address = address::parse(spelling, call.settings->default_region);
    query.address = address ? address->text() : spelling;
    auto read = [query](store::Reader& reader) { return reader.journal(query).entries; };
    auto const entries = co_await desk.readers.ask(std::move(read));
    auto feedback = find_message(entries);
    if (!feedback) co_return feedback.error();
    auto const& info = call.settings->categories[*category];
    feedback->category = info.name;
    feedback->kind = info.kind;
    feedback->actor = call.caller.token;
    feedback->at = desk.parts.now();
    auto put = [feedback = *feedback](store::Writer& writer) {
        writer.put_feedback(feedback);
        return true;
    };
    auto const written = co_await write(desk.parts.commit, std::move(put));
    if (!written) co_return written.error();
    co_return json(spell_feedback(*feedback));
}

Answering export_feedback(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({})) co_return *unknown;
    Answer answer;
    answer.content_type = "application/x-ndjson";
    auto const before = std::make_shared<std::int64_t>(0);
    auto const ended = std::make_shared<bool>(false);
    answer.pieces = [&desk, before, ended]() -> boost::asio::awaitable<std::optional<std::string>> {
        if (*ended) co_return std::nullopt;
        auto read = [row = *before](store::Reader& reader) {
            return reader.feedback(row, rows_a_piece);
        };
        auto const page = co_await desk.readers.ask(std::move(read));
        std::string piece;
        for (auto const& feedback : page) {
            if (has_text(feedback)) piece += js::serialize(training_row(feedback)) + "\n";
        }
        *ended = page.size() < rows_a_piece;
        if (!page.empty()) *before = page.back().row;
        co_return piece;
    };
    co_return answer;
}

}  // namespace gateway::admin
