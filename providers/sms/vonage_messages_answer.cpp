// providers/sms/vonage_messages_answer.cpp: what we say in the words of Vonage's Messages API.
//   kept back, native and error  422 {"type": "…#1050", "title": "Number barred", "detail", "instance"}
//   kept back, accept            202 {"message_uuid"}; later its status webhook, rejected
//   trouble                      {"type", "title", "detail", "instance"}
// 1050 and its text: Vonage's list of the API's errors; the shape as other programs read it. The titles of the other
// errors are from memory. The webhook has no signature: its key is not the one that the call shows.
#include "providers/sms/vonage_messages.hpp"

#include "providers/trouble.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json.hpp>

namespace providers::vonage_messages_api {
namespace {

namespace json = boost::json;

constexpr std::string_view barred = "Number barred";
constexpr std::string_view barred_detail =
    "The number you are trying to submit to is blacklisted and may not receive messages.";
constexpr std::string_view barred_type = "https://developer.vonage.com/api-errors/messages#1050";

Answer spelt(unsigned status, json::object const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

Answer error(unsigned status, std::string_view type, std::string_view title,
             std::string_view detail, std::string_view instance = {})
{
    return spelt(status,
                 {{"type", type}, {"title", title}, {"detail", detail}, {"instance", instance}});
}

Answer general(unsigned status, std::string_view title, std::string_view detail)
{
    return error(status, "https://developer.vonage.com/api-errors", title, detail);
}

std::string text_at(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    auto const* text = value ? value->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

std::string_view title_of(Trouble trouble)
{
    switch (trouble) {
        case Trouble::unreadable: return "Invalid params";
        case Trouble::unsupported_media: return "Unsupported media type";
        case Trouble::too_large: return "Payload too large";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "Service unavailable";
        case Trouble::upstream_refused: return "Bad gateway";
        case Trouble::upstream_timeout: return "Gateway timeout";
    }
    return "Internal error";
}

}  // namespace

Answer answer(Call const&, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    auto const uuid = wire::uuid_of(stamp.id);
    if (style == RefusalStyle::accept) return spelt(202, {{"message_uuid", uuid}});
    return error(422, barred_type, barred, barred_detail, uuid);
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    return general(status_of(trouble), title_of(trouble), sentence_of(trouble, problem));
}

Answer deny(Call const&, auth::Denial, Stamp const&)
{
    return general(401, "Unauthorized", "You did not provide correct credentials.");
}

std::optional<Callback> callback(Call const& call, Stamp const& stamp)
{
    boost::system::error_code failed;
    auto const said = json::parse(call.body, failed);
    if (failed || !said.is_object()) return std::nullopt;
    auto const& asked = said.get_object();
    auto const url = text_at(asked, "webhook_url");
    if (!url.starts_with("https://") && !url.starts_with("http://")) return std::nullopt;
    json::object status{
        {"message_uuid", wire::uuid_of(stamp.id)},
        {"timestamp",
         fmt::format("{:%FT%T}Z", std::chrono::floor<std::chrono::seconds>(stamp.now))},
        {"status", "rejected"},
        {"channel", text_at(asked, "channel")},
        {"error", json::object{{"type", barred_type}, {"title", "1050"}, {"detail", barred}}}};
    for (auto const* key : {"to", "from", "client_ref"}) {
        if (auto const* value = asked.if_contains(key)) status[key] = *value;
    }
    return Callback{url, "application/json", json::serialize(status), {}};
}

}  // namespace providers::vonage_messages_api
