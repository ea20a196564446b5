// providers/sms/vonage_answer.cpp: what we say in the words of Vonage's SMS API, as JSON or XML.
//   kept back, native  200 {"message-count": "1", "messages": [{"to", "status": "7", "error-text": "Number barred."}]}
//   kept back, error   the same with 403, since the API knows no harder one than a status
//   kept back, accept  200, status "0"; later a delivery receipt, rejected with err-code 9
//   trouble            {"message-count": "1", "messages": [{"status": "3", "error-text"}]}
// Source: Vonage's OpenAPI description of the SMS API. The receipt's fields and the prices are from memory.
#include "providers/sms/vonage.hpp"

#include "providers/wire/basic_auth.hpp"
#include "providers/wire/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json.hpp>

namespace providers::vonage_api {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

/// "error-text" -> "errorText", as the XML has it.
std::string element_name(std::string_view key)
{
    std::string name;
    bool upper = false;
    for (char const c : key) {
        if (c != '-') name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '-';
    }
    return name;
}

std::string xml_of(Fields const& fields)
{
    std::string xml =
        "<?xml version='1.0' encoding='UTF-8' ?><mt-submission-response>"
        "<messages count='1'><message>";
    for (auto const& [key, value] : fields) {
        auto const name = element_name(key);
        xml.append("<").append(name).append(">");
        xml.append(wire::xml_text(value)).append("</").append(name).append(">");
    }
    return xml + "</message></messages></mt-submission-response>";
}

/// One message's fields, in the form the path asks for.
Answer spelt(Call const& call, unsigned status, Fields const& fields)
{
    if (wire::plain_path(call.path).ends_with("/xml")) {
        return {status, {{"Content-Type", "text/xml"}}, xml_of(fields)};
    }
    boost::json::object message;
    for (auto const& [key, value] : fields)
        message[key] = value;
    boost::json::object const body{{"message-count", "1"},
                                   {"messages", boost::json::array{std::move(message)}}};
    return {status, {{"Content-Type", "application/json"}}, boost::json::serialize(body)};
}

/// Message ids are hex, of 20 digits or so.
std::string message_id(Stamp const& stamp)
{
    return stamp.id.substr(0, 20);
}

std::string api_key(Call const& call, Parameters const& parameters)
{
    auto const credentials = wire::read_basic(call.authorization);
    return credentials ? credentials->user : std::string{parameters.value("api_key")};
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    auto const parameters = parameters_of(call);
    std::string to{parameters ? parameters->value("to") : std::string_view{}};
    if (style == RefusalStyle::accept) {
        return spelt(call, 200,
                     {{"to", std::move(to)},
                      {"message-id", message_id(stamp)},
                      {"status", "0"},
                      {"remaining-balance", "0.00"},
                      {"message-price", "0.00"},
                      {"network", ""}});
    }
    return spelt(call, style == RefusalStyle::error ? 403 : 200,
                 {{"to", std::move(to)}, {"status", "7"}, {"error-text", "Number barred."}});
}

Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem)
{
    auto const status = status_of(trouble);
    switch (trouble) {
        case Trouble::unreadable:
            return spelt(call, status,
                         {{"status", "3"}, {"error-text", problem.where + ": " + problem.what}});
        case Trouble::unsupported_media:
            return spelt(call, status, {{"status", "3"}, {"error-text", "Unsupported media type"}});
        case Trouble::too_large:
            return spelt(call, status, {{"status", "12"}, {"error-text", "Message too long"}});
        case Trouble::overloaded:
        case Trouble::store_unavailable:
        case Trouble::upstream_refused:
        case Trouble::upstream_timeout: break;
    }
    return spelt(call, status, {{"status", "5"}, {"error-text", "Internal Error"}});
}

Answer deny(Call const& call, auth::Denial, Stamp const&)
{
    return spelt(call, 401, {{"status", "4"}, {"error-text", "Bad Credentials"}});
}

std::optional<Callback> callback(Call const& call, Stamp const& stamp)
{
    auto const parameters = parameters_of(call);
    if (!parameters) return std::nullopt;
    std::string const url{parameters->value("callback")};
    if (!url.starts_with("https://") && !url.starts_with("http://")) return std::nullopt;
    auto const seconds = std::chrono::floor<std::chrono::seconds>(stamp.now);
    boost::json::object const receipt{{"msisdn", parameters->value("to")},
                                      {"to", parameters->value("from")},
                                      {"network-code", ""},
                                      {"messageId", message_id(stamp)},
                                      {"price", "0.00"},
                                      {"status", "rejected"},
                                      {"scts", fmt::format("{:%y%m%d%H%M}", seconds)},
                                      {"err-code", "9"},
                                      {"api-key", api_key(call, *parameters)},
                                      {"client-ref", parameters->value("client-ref")},
                                      {"message-timestamp", fmt::format("{:%F %T}", seconds)}};
    return Callback{url, "application/json", boost::json::serialize(receipt), {}};
}

}  // namespace providers::vonage_api
