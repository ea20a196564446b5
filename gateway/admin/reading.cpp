#include "gateway/admin/reading.hpp"

#include "gateway/admin/times.hpp"
#include "gateway/shaping.hpp"
#include "store/address/parse.hpp"

#include <charconv>

namespace gateway::admin {
namespace {

constexpr std::size_t longest_evidence = 4'096;
constexpr std::size_t longest_page = 1'000;

template <class Number>
bool read_number(std::string_view text, Number& number)
{
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

model::Channel read_channel(Members& members)
{
    auto const name = members.text("channel");
    auto const channel = model::find_channel(name);
    if (!channel && !name.empty()) {
        members.note("channel", "must be " + choices(model::channel_names));
    }
    return channel.value_or(model::Channel::sms);
}

std::optional<model::Channel> read_channel_or_any(Members& members)
{
    auto const name = members.text("channel");
    auto const channel = model::find_channel(name);
    if (!channel && !name.empty() && name != "any") {
        members.note("channel", "must be any, " + choices(model::channel_names));
    }
    return channel;
}

std::optional<model::Category> read_category(Members& members, Settings const& settings)
{
    auto const name = members.text_or_empty("category");
    if (name.empty()) return std::nullopt;
    auto const category = settings.categories.find(name);
    if (!category) {
        members.note("category", "unknown; one of: " + category_names(settings));
    }
    return category;
}

std::string read_stream(Members& members, Settings const& settings)
{
    auto name = members.text_or_empty("stream");
    if (name.empty()) return name;
    auto const* stream = settings.streams.find(name);
    if (stream == nullptr) members.note("stream", "unknown; one of: " + stream_names(settings));
    return stream == nullptr ? name : stream->name;
}

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

std::optional<model::Text> read_text(Members& members)
{
    if (!members.has("text") && !members.has("subject")) return std::nullopt;
    model::Text text;
    text.plain = members.writing("text");
    text.subject = members.writing("subject");
    return text;
}

DryRun read_question(Members& members, Settings const& settings)
{
    DryRun question;
    question.channel = read_channel(members);
    question.category = read_category(members, settings);
    question.stream = read_stream(members, settings);
    question.customer = members.text_or_empty("customer", 128);
    return question;
}

model::Preference read_preference(Members& members, Settings const& settings)
{
    model::Preference preference;
    preference.channel = read_channel_or_any(members);
    auto const covers = members.text("covers");
    if (!covers.empty()) {
        auto read = read_covers(covers, settings);
        if (!read) members.note("covers", read.error().what);
        if (read) preference.covers = *std::move(read);
    }
    auto const state = members.text("state");
    if (!state.empty() && state != "stop" && state != "allow") {
        members.note("state", "must be " + choices(model::state_names));
    }
    preference.state = state == "allow" ? model::State::allow : model::State::stop;
    return preference;
}

std::string read_evidence(Members& members)
{
    auto const* object = members.if_object("evidence");
    if (object == nullptr) return members.text_or_empty("evidence", longest_evidence);
    Members parts{*object, {"text", "where", "at", "reference"}, members.pointer("evidence")};
    auto evidence = parts.text_or_empty("text", longest_evidence);
    auto const where = parts.text_or_empty("where", 512);
    auto const at = parts.text_or_empty("at", 64);
    auto const reference = parts.text_or_empty("reference", 512);
    if (!at.empty() && !read_rfc3339(at)) {
        parts.note("at", "must be a time or a day as RFC 3339 has them");
    }
    if (evidence.empty() && reference.empty()) {
        parts.note("text", "is needed (or reference): what the person said");
    }
    members.note(parts.wrong());
    auto const add = [&](std::string const& name, std::string const& part) {
        if (!part.empty()) evidence += (evidence.empty() ? "" : "; ") + name + part;
    };
    add("where: ", where);
    add("at ", at);
    add("reference ", reference);
    return evidence;
}

model::Attribution read_attribution(Members& members, Call const& call, Desk const& desk)
{
    auto actor = members.text_or_empty("actor", 128);
    auto source = members.text_or_empty("source", 64);
    auto evidence = read_evidence(members);
    actor = actor.empty() ? call.caller.token : actor + " (token " + call.caller.token + ")";
    return {std::move(actor), source.empty() ? "staff" : std::move(source), std::move(evidence),
            desk.parts.now()};
}

Or<model::Address> address_of(Call const& call)
{
    auto address = address::parse(call.parameters.at(0), call.settings->default_region);
    if (address) return *std::move(address);
    return problem(422, {{address.error().what, "address"}});
}

Or<Window> window_of(Call const& call)
{
    Window window;
    std::vector<model::Problem> wrong;
    auto const limit = call.asked("limit");
    if (limit &&
        (!read_number(*limit, window.limit) || window.limit == 0 || window.limit > longest_page)) {
        wrong.push_back({"must be 1 to " + std::to_string(longest_page), "limit"});
    }
    auto const cursor = call.asked("cursor");
    if (cursor && (!read_number(*cursor, window.cursor) || window.cursor <= 0)) {
        wrong.push_back({"is not one that an earlier page gave as next", "cursor"});
    }
    if (!wrong.empty()) return problem(400, wrong);
    return window;
}

}  // namespace gateway::admin
