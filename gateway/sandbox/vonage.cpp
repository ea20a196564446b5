#include "gateway/sandbox/vonage.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/json_texts.hpp"

#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

std::string uuid()
{
    auto const hex = random_hex(16);
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20);
}

// All parameters, wherever they stand: JSON where the body begins like it, else a form; and the query.
Form parameters_of(Call const& call)
{
    auto said = read_form(call.query).value_or(Form{});
    if (auto const object = read_object(call.body)) {
        for (auto const& member : *object)
            said.emplace_back(member.key(), text_of(*object, member.key()));
    } else if (!call.body.starts_with('{')) {
        for (auto& field : read_form(call.body).value_or(Form{}))
            said.push_back(std::move(field));
    }
    return said;
}

Reply sms(json::object message)
{
    return json_reply(200, {{"message-count", "1"}, {"messages", json::array{std::move(message)}}});
}

Reply judge_sms(Call const& call, Form const& said)
{
    bool const known = !call.header("Authorization").empty() ||
                       (!first(said, "api_key").empty() &&
                        (!first(said, "api_secret").empty() || !first(said, "sig").empty()));
    if (!known) return vonage_error(401, "4", "Bad Credentials");
    for (std::string_view const name : {"to", "from"}) {
        if (first(said, name).empty())
            return vonage_error(200, "2", "Missing " + std::string{name} + " param");
    }
    auto const to = first(said, "to");
    if (to.find_first_not_of("0123456789+ ") != std::string_view::npos)
        return vonage_error(200, "3", "to address is not numeric");
    return sms({{"to", to},
                {"message-id", random_hex(8)},
                {"status", "0"},
                {"remaining-balance", "3.14159265"},
                {"message-price", "0.03330000"},
                {"network", "12345"}});
}

bool is_party(Way const& way)
{
    if (way.empty()) return false;
    if (way.back() == "to") return true;
    return way.size() > 1 && way[way.size() - 2] == "to" &&
           (way.back() == "number" || way.back() == "id");
}

Reply judge_message(Call const& call)
{
    if (call.header("Authorization").empty())
        return vonage_problem(401, "Unauthorized", "You did not provide correct credentials.");
    auto const body = read_object(call.body);
    if (!body) return vonage_problem(400, "Bad request", "The request body is not valid JSON");
    for (auto const* name : {"to", "from"}) {
        if (!body->contains(name))
            return vonage_problem(422, "Your request parameters didn't validate.",
                                  std::string{name} + " is required");
    }
    return json_reply(202, {{"message_uuid", uuid()}});
}

}  // namespace

Reply vonage_error(unsigned status, std::string_view code, std::string_view text)
{
    auto reply = sms({{"status", code}, {"error-text", text}});
    reply.status = status;
    return reply;
}

Reply vonage_problem(unsigned status, std::string_view title, std::string_view detail)
{
    return json_reply(status, {{"type", "https://developer.vonage.com/api-errors"},
                               {"title", title},
                               {"detail", detail},
                               {"instance", uuid()}});
}

Reply answer_vonage(Call const& call)
{
    bool const to_send = call.path == "/sms/json" || call.path == "/sms/xml";
    if (!to_send) return vonage_error(404, "5", "Not found");
    auto const said = parameters_of(call);
    auto reply = judge_sms(call, said);
    reply.is_send = true;
    reply.recipients = all(said, "to");
    return reply;
}

Reply answer_vonage_messages(Call const& call)
{
    bool const to_send = call.path == "/v1/messages" || call.path == "/v0.1/messages";
    if (!to_send || call.method != "POST")
        return vonage_problem(404, "Not Found", "The requested resource was not found");
    auto reply = judge_message(call);
    reply.is_send = true;
    reply.recipients = json_texts(call.body, is_party);
    return reply;
}

}  // namespace gateway::sandbox
