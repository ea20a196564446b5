// providers/sms/twilio.cpp: Twilio Messages.
//   POST /2010-04-01/Accounts/{AccountSid}/Messages.json
//        To=…&From=…|MessagingServiceSid=…&Body=…|ContentSid=…|MediaUrl=…
//   -> 201 {"sid": "SM…", "status": "queued", ...}
// Source: Twilio's OpenAPI description of api.v2010 and its Node SDK 6.2.0, read 2025-11. From
// memory: the spellings without ".json" (XML answers) and the retired /SMS/Messages, which took the
// same fields.
// One recipient a call, so there is never anything to cut. A send without To goes on as it is:
// Twilio refuses it. Twilio-Client-Validation signs the host and the body: we change the one and
// never the other, so a caller that uses it must sign for Twilio's host; nothing to do here.
#include "providers/sms/twilio.hpp"

#include "providers/auth/scheme.hpp"

#include "providers/wire/form.hpp"
#include "providers/wire/text.hpp"

#include <array>

namespace providers {
namespace {

constexpr std::string_view accounts = "/2010-04-01/Accounts/";

/// MessageIntent is said of a message by its sender; what it covers was matched to the nearest
/// category, the stricter kind where it may be either ("events"). TrafficType is a matter of price
/// and waits for a mapping of the configuration.
constexpr std::array<HintRule, 11> hint_rules{{{"MessageIntent", "otp", "one_time_code"},
                                               {"MessageIntent", "notifications", "service"},
                                               {"MessageIntent", "marketing", "marketing"},
                                               {"MessageIntent", "fraud", "account"},
                                               {"MessageIntent", "security", "account"},
                                               {"MessageIntent", "customercare", "conversation"},
                                               {"MessageIntent", "delivery", "order"},
                                               {"MessageIntent", "education", "service"},
                                               {"MessageIntent", "polling", "survey"},
                                               {"MessageIntent", "announcements", "service"},
                                               {"MessageIntent", "events", "marketing"}}};
constexpr std::array<std::string_view, 2> hint_fields{"MessageIntent", "TrafficType"};

bool owns(std::string_view path)
{
    return path.starts_with("/2010-04-01/");
}

/// The part of a path behind the account: "Messages.json".
std::string_view resource_of(std::string_view path, std::string_view prefix)
{
    if (!path.starts_with(prefix)) return {};
    auto const slash = path.find('/', prefix.size());
    return slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
}

bool claims(Call const& call)
{
    if (call.method != "POST") return false;
    if (resource_of(call.path, accounts) == "Messages.json") return true;
    // Any other spelling that a lenient server may take for a send.
    auto const path = wire::plain_path(call.path);
    constexpr std::string_view version = "/2010-04-01";  // or an older one
    auto const dated = path.substr(std::min(version.size(), path.size()));
    auto resource = resource_of(dated, "/accounts/");
    if (resource.starts_with("sms/")) resource.remove_prefix(4);
    constexpr std::string_view messages = "messages";
    if (!resource.starts_with(messages)) return false;
    resource.remove_prefix(messages.size());
    return resource.empty() ||
           (resource.front() == '.' && resource.find('/') == std::string_view::npos);
}

/// A "+" that was not escaped reads as a space, and Twilio takes it for the plus it was meant to
/// be.
void restore_plus(std::string& number, std::size_t at)
{
    if (at + 1 < number.size() && number[at] == ' ' && number[at + 1] >= '0' &&
        number[at + 1] <= '9') {
        number[at] = '+';
    }
}

model::Recipient recipient_of(std::string to)
{
    auto const is_on = [&](std::string_view prefix) {
        return wire::same_but_for_case(std::string_view{to}.substr(0, prefix.size()), prefix);
    };
    auto const colon = to.find(':');
    restore_plus(to, colon == std::string::npos ? 0 : colon + 1);
    if (is_on("whatsapp:")) return {model::Channel::whatsapp, std::move(to)};
    if (is_on("rcs:")) return {model::Channel::rcs, to.substr(4)};
    return {model::Channel::sms, std::move(to)};
}

/// A second To in the query string might be the one the provider reads.
std::optional<model::Problem> check_query(std::string_view query)
{
    if (query.empty()) return std::nullopt;
    auto const form = wire::Form::read(query, twilio_api::list_fields);
    if (!form) return form.error();
    if (form->find("To") || wire::has_misspelt(*form, "To")) {
        return model::Problem{"a recipient in the query string", "To"};
    }
    return std::nullopt;
}

model::Result<model::Send> read(Call const& call)
{
    if (!wire::is_media_type(call.content_type, "application/x-www-form-urlencoded")) {
        return model::Problem{"expected application/x-www-form-urlencoded",
                              std::string{media_type_field}};
    }
    if (auto problem = check_query(call.query)) return std::move(*problem);
    auto const form = wire::Form::read(call.body, twilio_api::list_fields);
    if (!form) return form.error();
    if (wire::has_misspelt(*form, "To")) return model::Problem{"a field that resembles To", "To"};

    model::Send send;
    model::Message& message = send.messages.emplace_back();
    message.hints.reserve(hint_fields.size());
    for (std::string_view const name : hint_fields) {
        if (auto const* field = form->find(name)) message.hints.push_back({name, field->value()});
    }
    message.sender = form->value("MessagingServiceSid");
    if (message.sender.empty()) message.sender = form->value("From");
    message.template_id = form->value("ContentSid");
    if (auto const* to = form->find("To")) send.recipients.push_back(recipient_of(to->value()));
    return send;
}

}  // namespace

constinit Dialect const twilio{.name = "twilio",
                               .upstream = "https://api.twilio.com",
                               .hints = hint_rules,
                               .owns = owns,
                               .claims = claims,
                               .read = read,
                               .rewrite = cut_nothing,
                               .answer = twilio_api::answer,
                               .refuse = twilio_api::refuse,
                               .text = twilio_api::text,
                               .callback = twilio_api::callback,
                               .scheme = &auth::basic,
                               .deny = twilio_api::deny};

}  // namespace providers
