// providers/sms/azure_answer.cpp: what we say in Azure's words.
//   SMS kept back, native     202, {"to", "httpStatusCode": 400, "errorMessage", "successful": false} in `value`
//   mail kept back, native    202 {"id", "status": "Running"} and an operation that ends as
//                             EmailDroppedAllRecipientsSuppressed
//   accept                    202, successful; an operation that ends as Succeeded
//   error, trouble            {"error": {"code", "message"}}, x-ms-error-code
// Source: the OpenAPI descriptions; that suppressed mails end so, Azure's documentation of delivery errors. The texts,
// and the answer to wrong credentials, are from memory.
#include "providers/sms/azure.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/trouble.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

#include <vector>

namespace providers::azure_api {
namespace {

namespace json = boost::json;

constexpr std::string_view opted_out =
    "The recipient has opted out of receiving messages from this sender.";

Answer spelt(unsigned status, json::object const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

Answer error(unsigned status, std::string_view code, std::string_view message)
{
    json::object const body{{"error", json::object{{"code", code}, {"message", message}}}};
    auto answer = spelt(status, body);
    answer.headers.emplace_back("x-ms-error-code", std::string{code});
    return answer;
}

std::vector<std::string> numbers_of(Call const& call)
{
    std::vector<std::string> numbers;
    auto const document = wire::Document::read(call.body);
    auto const list = document ? document->root().find("smsRecipients") : std::nullopt;
    if (!list) return numbers;
    for (wire::Value const one : *list)
        numbers.push_back(wire::text_at(one, {"to"}));
    return numbers;
}

json::object rejected(std::string_view to)
{
    return {
        {"to", to}, {"httpStatusCode", 400}, {"errorMessage", opted_out}, {"successful", false}};
}

json::object accepted(std::string_view to, Stamp const& stamp, std::size_t nth)
{
    return {{"to", to},
            {"messageId", "Outgoing_" + wire::uuid_of(stamp.id, nth)},
            {"httpStatusCode", 202},
            {"repeatabilityResult", "accepted"},
            {"successful", true}};
}

/// `nth` makes its id its own.
json::object result_of(std::string_view to, bool accept, Stamp const& stamp, std::size_t nth)
{
    return accept ? accepted(to, stamp, nth) : rejected(to);
}

Answer answer_sms(Call const& call, bool accept, Stamp const& stamp)
{
    json::array value;
    for (auto const& to : numbers_of(call))
        value.push_back(result_of(to, accept, stamp, value.size()));
    return spelt(202, {{"value", std::move(value)}});
}

/// The place is a path: the gateway makes the URL of it by which the caller reaches us.
Answer answer_mail(Call const& call, Ending ending, Stamp const& stamp)
{
    auto const id = operation_id(stamp, ending);
    auto answer = spelt(202, {{"id", id}, {"status", "Running"}, {"error", nullptr}});
    auto place = "/emails/operations/" + id;
    if (!call.query.empty()) place.append("?").append(call.query);
    answer.headers.emplace_back("Operation-Location", std::move(place));
    answer.headers.emplace_back("Retry-After", "1");
    return answer;
}

std::string_view code_of(Trouble trouble)
{
    switch (trouble) {
        case Trouble::unreadable: return "BadRequest";
        case Trouble::unsupported_media: return "UnsupportedMediaType";
        case Trouble::too_large: return "RequestEntityTooLarge";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "ServiceUnavailable";
        case Trouble::upstream_refused: return "BadGateway";
        case Trouble::upstream_timeout: return "GatewayTimeout";
    }
    return "InternalServerError";
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::error && is_mail(call))
        return error(400, dropped_code, dropped_message);
    if (style == RefusalStyle::error) return error(400, "BadRequest", opted_out);
    bool const accept = style == RefusalStyle::accept;
    if (!is_mail(call)) return answer_sms(call, accept, stamp);
    return answer_mail(call, accept ? Ending::succeeded : Ending::failed, stamp);
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    if (is_mail(call) || heard.status / 100 != 2) return std::nullopt;
    auto const document = wire::Document::read(heard.body);
    auto const list = document ? document->root().find("value") : std::nullopt;
    if (!list || !list->is(wire::Type::array)) return std::nullopt;
    auto const numbers = numbers_of(call);
    std::vector<std::optional<std::string>> own(numbers.size());
    bool const accept = style == RefusalStyle::accept;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!decision.delivers(i))
            own[i] = json::serialize(result_of(numbers[i], accept, stamp, i));
    }
    return Answer{heard.status, {}, wire::with_items(heard.body, *list, own)};
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    return error(status_of(trouble), code_of(trouble), sentence_of(trouble, problem));
}

Answer deny(Call const&, auth::Denial, Stamp const&)
{
    auto answer = error(401, "Denied", "Denied by the resource provider.");
    answer.headers.emplace_back("WWW-Authenticate", "HMAC-SHA256");
    return answer;
}

}  // namespace providers::azure_api
