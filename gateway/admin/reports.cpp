// gateway/admin/reports.cpp: how many chose what, and what changed when. JSON, or CSV with "Accept: text/csv".
//   GET /api/v1/reports/consent?channel=&category=
//     {"addresses","items":[{"channel","category","kind","state","addresses","delivered"}]}
//     state       "stop": a stop or a suppression keeps it back; "allow": a recorded yes covers it; "none": neither
//     delivered   how many of them such a message would reach now
//   GET /api/v1/reports/changes?since=&until=       days in UTC; the last 30 where nothing is said
//     {"items":[{"day","source","action","changes"}]}
// Counted are the known addresses, each for the channels that reach it and for a send that names no customer, stream
// or sender.
#include "filters/consent/decide.hpp"
#include "gateway/admin/csv.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/times.hpp"
#include "gateway/rows/csv.hpp"
#include "gateway/shaping.hpp"
#include "store/census.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::array<std::string_view, 3> state_names{"stop", "allow", "none"};
enum class Recorded : std::uint8_t { stop, allow, none };

/// A report's rows: cells as JSON, named by the columns.
struct Table {
    std::vector<std::string_view> columns;
    std::vector<js::array> rows;
};

js::array items_of(Table const& table)
{
    js::array items;
    for (auto const& row : table.rows) {
        js::object item;
        for (std::size_t i = 0; i < row.size(); ++i)
            item[table.columns[i]] = row[i];
        items.push_back(std::move(item));
    }
    return items;
}

Answer csv_of(Table const& table, std::string const& name)
{
    Answer answer;
    answer.content_type = "text/csv; charset=utf-8; header=present";
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        (answer.body += i > 0 ? "," : "") += table.columns[i];
    answer.body += "\r\n";
    for (auto const& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto const* text = row[i].if_string();
            (answer.body += i > 0 ? "," : "") +=
                text ? rows::safe_cell(*text) : js::serialize(row[i]);
        }
        answer.body += "\r\n";
    }
    return answer;
}

bool chose(std::vector<model::Preference> const& preferences, model::Channel channel,
           model::State state, std::string const& covered)
{
    return std::ranges::any_of(preferences, [&](model::Preference const& one) {
        return one.state == state && one.channel.value_or(channel) == channel &&
               covered.find("," + to_string(one.covers) + ",") != covered.npos;
    });
}

bool is_suppression(model::Reason reason)
{
    return model::find_suppression(model::name_of(reason)).has_value();
}

struct Cell {
    std::size_t addresses = 0;
    std::size_t delivered = 0;
};
using Place = std::tuple<model::Channel, std::size_t, Recorded>;  // channel, category, state
using Cells = std::map<Place, Cell>;

Recorded recorded_of(model::Profile const& profile, model::Channel channel,
                     model::CategoryInfo const& category, model::Verdict const& verdict)
{
    auto const covered = filters::covered_by(category, nullptr);
    auto const has = [&](model::State state) {
        return chose(profile.own, channel, state, covered) ||
               chose(profile.owners, channel, state, covered);
    };
    if (is_suppression(verdict.reason) || has(model::State::stop)) return Recorded::stop;
    return has(model::State::allow) ? Recorded::allow : Recorded::none;
}

/// What is asked for: every channel, every category, where none is named.
struct Question {
    std::optional<model::Channel> channel;
    std::optional<model::Category> category;

    bool asks(model::Channel one) const { return channel.value_or(one) == one; }
    bool asks(model::CategoryInfo const& info, std::size_t index) const
    {
        return category ? category->index == index : !info.retired;
    }
};

void count(Cells& cells, store::Crowd const& crowd, Question const& question,
           Settings const& settings)
{
    filters::Facts facts;
    facts.address = &crowd.profile;
    auto const& categories = settings.categories.all();
    for (auto const channel : store::channels_of(crowd.reach)) {
        if (!question.asks(channel)) continue;
        facts.channel = channel;
        for (std::size_t i = 0; i < categories.size(); ++i) {
            if (!question.asks(categories[i], i)) continue;
            auto const verdict = filters::decide(facts, categories[i], settings.consent);
            auto const state = recorded_of(crowd.profile, channel, categories[i], verdict);
            auto& cell = cells[{channel, i, state}];
            cell.addresses += crowd.addresses;
            if (verdict.deliver) cell.delivered += crowd.addresses;
        }
    }
}

struct Counted {
    std::size_t addresses = 0;
    Table table{{"channel", "category", "kind", "state", "addresses", "delivered"}, {}};
};

Counted count_all(store::Reader& reader, Question const& question, Settings const& settings)
{
    Counted counted;
    Cells cells;
    for (auto const& crowd : store::census(reader)) {
        counted.addresses += crowd.addresses;
        count(cells, crowd, question, settings);
    }
    for (auto const& [place, cell] : cells) {
        auto const& [channel, index, state] = place;
        auto const& category = settings.categories.all()[index];
        counted.table.rows.push_back({js::string{model::name_of(channel)}, category.name,
                                      js::string{model::name_of(category.kind)},
                                      js::string{state_names[static_cast<std::size_t>(state)]},
                                      cell.addresses, cell.delivered});
    }
    return counted;
}

Or<Question> read_consent_question(Call const& call)
{
    Question question;
    std::vector<model::Problem> wrong;
    if (auto const name = call.asked("channel")) {
        question.channel = model::find_channel(*name);
        if (!question.channel) {
            wrong.push_back({"must be " + choices(model::channel_names), "channel"});
        }
    }
    if (auto const name = call.asked("category")) {
        question.category = call.settings->categories.find(*name);
        if (!question.category) {
            wrong.push_back({"unknown; one of: " + category_names(*call.settings), "category"});
        }
    }
    if (!wrong.empty()) return problem(422, wrong);
    return question;
}

using Days = std::chrono::sys_days;

/// Changes from one day up to (not with) another.
struct Span {
    Days since;
    Days until;
};

Or<Span> read_span(Call const& call, model::Time now)
{
    constexpr std::chrono::days shown{30};
    auto const today = std::chrono::floor<std::chrono::days>(now);
    Span span{today - shown + std::chrono::days{1}, today + std::chrono::days{1}};
    std::vector<model::Problem> wrong;
    auto const read = [&](std::string_view name, Days& day, bool up) {
        auto const text = call.asked(name);
        if (!text) return;
        auto const time = read_rfc3339(*text);
        if (!time) {
            wrong.push_back({"must be a time or a day as RFC 3339 has them", std::string{name}});
            return;
        }
        day = up ? std::chrono::ceil<std::chrono::days>(*time)
                 : std::chrono::floor<std::chrono::days>(*time);
    };
    read("since", span.since, false);
    read("until", span.until, true);
    if (!wrong.empty()) return problem(422, wrong);
    return span;
}

std::string day_text(std::int64_t day)
{
    constexpr std::size_t date = 10;  // of "2026-11-29T00:00:00.000Z"
    return rfc3339(model::Time{std::chrono::days{day}}).substr(0, date);
}

}  // namespace

Answering report_consent(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({"channel", "category"})) co_return *unknown;
    auto const question = read_consent_question(call);
    if (!question) co_return question.error();
    auto work = [question = *question, settings = call.settings](store::Reader& reader) {
        return count_all(reader, question, *settings);
    };
    auto const counted = co_await desk.readers.ask(std::move(work));
    if (wants_csv(call)) co_return csv_of(counted.table, "consent");
    co_return json(
        js::object{{"addresses", counted.addresses}, {"items", items_of(counted.table)}});
}

Answering report_changes(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({"since", "until"})) co_return *unknown;
    auto const span = read_span(call, desk.parts.now());
    if (!span) co_return span.error();
    auto const since = span->since.time_since_epoch().count();
    auto const until = span->until.time_since_epoch().count();
    auto work = [since, until](store::Reader& reader) {
        return reader.changes_a_day(since, until);
    };
    auto const counts = co_await desk.readers.ask(std::move(work));
    Table table{{"day", "source", "action", "changes"}, {}};
    for (auto const& count : counts) {
        table.rows.push_back({js::string{day_text(count.day)},
                              js::string{shown_name(count.source, call.caller)},
                              js::string{count.action}, count.changes});
    }
    if (wants_csv(call)) co_return csv_of(table, "changes");
    co_return json(js::object{{"items", items_of(table)}});
}

}  // namespace gateway::admin
