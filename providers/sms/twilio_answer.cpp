// providers/sms/twilio_answer.cpp: what we say in Twilio's words.
//   kept back, native and error  400 {"code": 21610, "message", "more_info", "status": 400}
//   kept back, accept            201 and a Message resource; later its status callback,
//                                undelivered with ErrorCode 21610
//   wrong credential             401 {"code": 20003, "message": "Authenticate", ...}
//   trouble                      {"code": 20001 …, "message", "more_info", "status"}
// Paths without ".json" answer in the XML of the same API (from memory). 21610, the shapes and the
// signature: Twilio's OpenAPI description, Node SDK 6.2.0 and error dictionary. 20001, 20500 and
// 20503 as general codes are from memory.
#include "providers/sms/twilio.hpp"

#include "providers/wire/basic_auth.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

namespace providers::twilio_api {
namespace {

namespace json = boost::json;

constexpr std::string_view xml_head = "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>";

/// "date_created" -> "DateCreated".
std::string element_name(std::string_view key)
{
    std::string name;
    bool upper = true;
    for (char const c : key) {
        if (c != '_') name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '_';
    }
    return name;
}

void append_xml(std::string& xml, std::string_view key, json::value const& value)
{
    auto const name = element_name(key);
    xml += "<" + name + ">";
    if (auto const* object = value.if_object()) {
        for (auto const& member : *object)
            append_xml(xml, member.key(), member.value());
    } else if (auto const* text = value.if_string()) {
        xml += wire::xml_text(*text);
    } else if (!value.is_null()) {
        xml += json::serialize(value);
    }
    xml += "</" + name + ">";
}

/// `body` as JSON where the path asks for it, else as the XML element of that name.
Answer spelt(Call const& call, unsigned status, std::string_view element, json::value const& body)
{
    if (call.path.ends_with(".json")) {
        return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
    }
    std::string xml{xml_head};
    append_xml(xml, element, body);
    xml += "</TwilioResponse>";
    return {status, {{"Content-Type", "application/xml"}}, std::move(xml)};
}

Answer error(Call const& call, unsigned status, int code, std::string_view message)
{
    return spelt(
        call, status, "rest_exception",
        json::object{{"code", code},
                     {"message", message},
                     {"more_info", fmt::format("https://www.twilio.com/docs/errors/{}", code)},
                     {"status", status}});
}

/// "Thu, 24 Aug 2023 05:01:45 +0000" (RFC 2822 §3.3).
std::string date_of(model::Time time)
{
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                       days[std::chrono::weekday{day}.c_encoding()], unsigned{date.day()},
                       months[unsigned{date.month()} - 1], int{date.year()}, clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::string_view account_of(Call const& call)
{
    constexpr std::string_view before = "/Accounts/";
    auto const at = call.path.find(before);
    if (at == std::string_view::npos) return {};
    auto const rest = call.path.substr(at + before.size());
    return rest.substr(0, rest.find('/'));
}

std::string sid_of(Stamp const& stamp)
{
    return "SM" + stamp.id;
}

json::value text_or_null(std::string text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

Answer accepted(Call const& call, wire::Form const& form, Stamp const& stamp)
{
    auto const service = form.value("MessagingServiceSid");
    auto const& fields = form.fields();
    auto const media = std::count_if(fields.begin(), fields.end(), [](wire::Field const& field) {
        return field.key == "MediaUrl";
    });
    auto const date = date_of(stamp.now);
    auto const uri =
        fmt::format("/2010-04-01/Accounts/{}/Messages/{}", account_of(call), sid_of(stamp));
    // In the order of Twilio's own answers.
    json::object const message{{"account_sid", account_of(call)},
                               {"api_version", "2010-04-01"},
                               {"body", form.value("Body")},
                               {"date_created", date},
                               {"date_sent", nullptr},
                               {"date_updated", date},
                               {"direction", "outbound-api"},
                               {"error_code", nullptr},
                               {"error_message", nullptr},
                               {"from", text_or_null(form.value("From"))},
                               {"messaging_service_sid", text_or_null(service)},
                               {"num_media", std::to_string(media)},
                               {"num_segments", "1"},
                               {"price", nullptr},
                               {"price_unit", nullptr},
                               {"sid", sid_of(stamp)},
                               {"status", service.empty() ? "queued" : "accepted"},
                               {"subresource_uris", {{"media", uri + "/Media.json"}}},
                               {"to", form.value("To")},
                               {"uri", uri + ".json"}};
    return spelt(call, 201, "message", message);
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::accept) {
        if (auto const form = wire::Form::read(call.body, list_fields))
            return accepted(call, *form, stamp);
    }
    return error(call, 400, 21610, "Attempt to send to unsubscribed recipient");
}

Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem)
{
    auto const status = status_of(trouble);
    switch (trouble) {
        case Trouble::unreadable:
            return error(call, status, 20001, fmt::format("{}: {}", problem.where, problem.what));
        case Trouble::unsupported_media:
            return error(call, status, 20001,
                         "Content-Type must be application/x-www-form-urlencoded");
        case Trouble::too_large: return error(call, status, 20001, "The request body is too large");
        case Trouble::overloaded:
        case Trouble::store_unavailable: return error(call, status, 20503, "Service unavailable");
        case Trouble::upstream_refused:
        case Trouble::upstream_timeout: return error(call, status, 20500, problem.what);
    }
    return error(call, status, 20500, "Internal server error");
}

Answer deny(Call const& call, auth::Denial, Stamp const&)
{
    auto answer = error(call, 401, 20003, "Authenticate");
    answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Twilio API\"");
    return answer;
}

std::string signature(std::string_view token, std::string_view url, wire::Form const& form)
{
    auto fields = form.fields();
    std::sort(fields.begin(), fields.end(),
              [](auto const& a, auto const& b) { return a.key < b.key; });
    std::string covered{url};
    for (wire::Field const& field : fields)
        covered.append(field.key).append(field.value());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha1(), token.data(), static_cast<int>(token.size()),
         reinterpret_cast<unsigned char const*>(covered.data()), covered.size(), digest.data(),
         &size);
    return wire::base64({reinterpret_cast<char const*>(digest.data()), size});
}

std::optional<Callback> callback(Call const& call, Stamp const& stamp)
{
    auto const form = wire::Form::read(call.body, list_fields);
    if (!form) return std::nullopt;
    Callback made{
        form->value("StatusCallback"), "application/x-www-form-urlencoded; charset=UTF-8", {}, {}};
    if (!made.url.starts_with("https://") && !made.url.starts_with("http://")) return std::nullopt;

    auto const append = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) wire::append_field(made.body, key, value);
    };
    append("SmsSid", sid_of(stamp));
    append("SmsStatus", "undelivered");
    append("MessageStatus", "undelivered");
    append("To", form->value("To"));
    append("MessagingServiceSid", form->value("MessagingServiceSid"));
    append("MessageSid", sid_of(stamp));
    append("AccountSid", account_of(call));
    append("From", form->value("From"));
    append("ErrorCode", "21610");
    append("ApiVersion", "2010-04-01");

    // The password is the key only where it is the account's own token, not an API key's secret.
    auto const credentials = wire::read_basic(call.authorization);
    if (credentials && credentials->user == account_of(call)) {
        auto const sent = wire::Form::read(made.body, {});
        made.headers.emplace_back("X-Twilio-Signature",
                                  signature(credentials->password, made.url, sent.value()));
    }
    return made;
}

}  // namespace providers::twilio_api
