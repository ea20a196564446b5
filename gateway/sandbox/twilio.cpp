#include "gateway/sandbox/twilio.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/twilio_messages.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

// "/2010-04-01/Accounts/{account}/Messages[/{sid}[/{part}]].json"
struct Resource {
    std::string_view account;
    std::string_view sid;   ///< empty: the list
    std::string_view part;  ///< "Media", "Feedback"; empty: the message itself
};

std::string_view next_step(std::string_view& path)
{
    auto const slash = path.find('/');
    auto const step = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    return step;
}

std::optional<Resource> resource_of(std::string_view path)
{
    constexpr std::string_view root = "/2010-04-01/Accounts/";
    constexpr std::string_view json_suffix = ".json";
    if (!path.starts_with(root)) return std::nullopt;
    path.remove_prefix(root.size());
    if (path.ends_with(json_suffix)) path.remove_suffix(json_suffix.size());
    Resource resource{next_step(path), {}, {}};
    if (resource.account.empty() || next_step(path) != "Messages") return std::nullopt;
    resource.sid = next_step(path);
    resource.part = next_step(path);
    if (!path.empty()) return std::nullopt;
    return resource;
}

bool authenticated(Call const& call)
{
    auto const value = call.header("Authorization");
    auto const given = [&](std::string_view scheme) {
        return value.size() > scheme.size() &&
               boost::beast::iequals(value.substr(0, scheme.size()), scheme);
    };
    return given("Basic ") || given("Bearer ");
}

Reply not_found(Call const& call)
{
    return twilio_error(404, 20404, "The requested resource " + call.path + " was not found");
}

Reply send(Call const& call, std::string_view account, TwilioMessages& messages, Moment moment)
{
    auto const form = read_form(call.body);
    if (!form) return twilio_error(400, 20001, "The body could not be read");
    if (auto refusal = twilio_refusal(*form)) return *refusal;
    auto const media = !first(*form, "MediaUrl").empty();
    auto message = twilio_message(*form, account, (media ? "MM" : "SM") + random_hex(16), moment);
    auto reply = json_reply(201, message);
    messages.keep(std::move(message));
    return reply;
}

std::size_t page_size(Form const& query)
{
    auto const text = first(query, "PageSize");
    std::size_t size = 0;
    for (char const c : text.substr(0, 4)) {
        if (c < '0' || c > '9') return 50;
        size = size * 10 + static_cast<std::size_t>(c - '0');
    }
    return size == 0 ? 50 : std::min<std::size_t>(size, 1000);
}

Reply list(Call const& call, std::string_view account, TwilioMessages const& messages)
{
    auto const query = read_form(call.query).value_or(Form{});
    auto const matches = [&](json::object const& message, std::string_view key,
                             char const* member) {
        auto const wanted = first(query, key);
        auto const* const text = message.at(member).if_string();
        return wanted.empty() || (text && std::string_view{*text} == wanted);
    };
    auto const most = page_size(query);
    json::array page;
    for (auto const* const message : messages.of(account)) {
        if (page.size() == most) break;
        if (matches(*message, "To", "to") && matches(*message, "From", "from"))
            page.push_back(*message);
    }
    auto const count = page.size();
    return json_reply(
        200, {{"end", count == 0 ? 0 : count - 1},
              {"first_page_uri", call.path + "?PageSize=" + std::to_string(most) + "&Page=0"},
              {"messages", std::move(page)},
              {"next_page_uri", nullptr},
              {"page", 0},
              {"page_size", most},
              {"previous_page_uri", nullptr},
              {"start", 0},
              {"uri", call.query.empty() ? call.path : call.path + '?' + call.query}});
}

Reply change(Call const& call, json::object& message, Moment moment)
{
    auto const form = read_form(call.body);
    if (!form) return twilio_error(400, 20001, "The body could not be read");
    for (auto const& [key, value] : *form) {
        if (key == "Status") message["status"] = value;
        if (key == "Body") message["body"] = value;
    }
    message["date_updated"] = twilio_date(moment.now);
    return json_reply(200, message);
}

Reply feedback(Call const& call, Resource const& resource, Moment moment)
{
    auto const form = read_form(call.body).value_or(Form{});
    auto const outcome = first(form, "Outcome");
    auto const date = twilio_date(moment.now);
    return json_reply(201, {{"account_sid", resource.account},
                            {"date_created", date},
                            {"date_updated", date},
                            {"message_sid", resource.sid},
                            {"outcome", outcome.empty() ? "confirmed" : std::string{outcome}},
                            {"uri", call.path}});
}

Reply answer_part(Call const& call, Resource const& resource, Moment moment)
{
    if (resource.part == "Feedback" && call.method == "POST")
        return feedback(call, resource, moment);
    if (resource.part == "Media" && call.method == "GET") {
        return json_reply(200, {{"media_list", json::array{}},
                                {"page", 0},
                                {"page_size", 50},
                                {"start", 0},
                                {"end", 0},
                                {"uri", call.path}});
    }
    return not_found(call);
}

}  // namespace

void TwilioMessages::keep(json::object message)
{
    std::string sid{message.at("sid").as_string()};
    order_.push_back(sid);
    by_sid_.emplace(std::move(sid), std::move(message));
    if (order_.size() > most_) {
        by_sid_.erase(order_.front());
        order_.pop_front();
    }
}

json::object* TwilioMessages::find(std::string_view account, std::string_view sid)
{
    auto const found = by_sid_.find(std::string{sid});
    if (found == by_sid_.end() || found->second.at("account_sid").as_string() != account)
        return nullptr;
    return &found->second;
}

bool TwilioMessages::forget(std::string_view account, std::string_view sid)
{
    if (!find(account, sid)) return false;
    std::erase(order_, sid);
    return by_sid_.erase(std::string{sid}) == 1;
}

std::vector<json::object const*> TwilioMessages::of(std::string_view account) const
{
    std::vector<json::object const*> found;
    std::for_each(order_.rbegin(), order_.rend(), [&](std::string const& sid) {
        auto const& message = by_sid_.at(sid);
        if (message.at("account_sid").as_string() == account) found.push_back(&message);
    });
    return found;
}

Reply twilio_error(unsigned status, unsigned code, std::string_view message)
{
    return json_reply(status,
                      {{"code", code},
                       {"message", message},
                       {"more_info", "https://www.twilio.com/docs/errors/" + std::to_string(code)},
                       {"status", status}});
}

namespace {

Reply answer_resource(Call const& call, std::optional<Resource> const& resource,
                      TwilioMessages& messages, Moment moment)
{
    if (!authenticated(call)) {
        auto reply = twilio_error(401, 20003, "Authenticate");
        reply.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        return reply;
    }
    if (!resource) return not_found(call);
    bool const reads = call.method == "GET" || call.method == "HEAD";
    if (resource->sid.empty()) {
        if (call.method == "POST") return send(call, resource->account, messages, moment);
        return reads ? list(call, resource->account, messages) : not_found(call);
    }
    auto* const message = messages.find(resource->account, resource->sid);
    if (!message) return not_found(call);
    if (!resource->part.empty()) return answer_part(call, *resource, moment);
    if (reads) return json_reply(200, *message);
    if (call.method == "POST") return change(call, *message, moment);
    if (call.method != "DELETE") return not_found(call);
    messages.forget(resource->account, resource->sid);
    return {204, {}, {}, {}, false};
}

}  // namespace

Reply answer_twilio(Call const& call, TwilioMessages& messages, Moment moment)
{
    auto const resource = resource_of(call.path);
    auto reply = answer_resource(call, resource, messages, moment);
    reply.is_send = call.method == "POST" && resource && resource->sid.empty();
    if (reply.is_send) reply.recipients = all(read_form(call.body).value_or(Form{}), "To");
    return reply;
}

}  // namespace gateway::sandbox
