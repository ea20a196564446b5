#include "gateway/sandbox/route.hpp"

#include "gateway/sandbox/azure.hpp"
#include "gateway/sandbox/infobip.hpp"
#include "gateway/sandbox/mailgun.hpp"
#include "gateway/sandbox/plivo.hpp"
#include "gateway/sandbox/postmark.hpp"
#include "gateway/sandbox/sendgrid.hpp"
#include "gateway/sandbox/ses.hpp"
#include "gateway/sandbox/sns.hpp"
#include "gateway/sandbox/vonage.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

constexpr std::string_view unknown = "unknown";

constexpr std::string_view too_much = "The request is too large";

/// A provider that remembers nothing, as its answer to a call.
template <Reply (*answer_one)(Call const&)>
Reply answer_alone(Call const& call, Memory&, Moment)
{
    return answer_one(call);
}

constexpr std::array counterparts{
    Counterpart{"twilio", "/2010-04-01/", "twilio.com",
                [](Call const& call, Memory& memory, Moment moment) {
                    return answer_twilio(call, memory.twilio, moment);
                },
                [] { return twilio_error(413, 20413, "Request Entity Too Large"); }},
    Counterpart{"sendgrid", "/v3/mail/", "sendgrid.com",
                [](Call const& call, Memory& memory, Moment) {
                    return answer_sendgrid(call, memory.most_body_bytes);
                },
                [] { return sendgrid_error(413, "content too large"); }},
    Counterpart{"mailgun", "", "mailgun.net",
                [](Call const& call, Memory&, Moment) { return answer_mailgun(call); },
                [] { return mailgun_error(413, "Request payload is too large"); }},
    Counterpart{
        "postmark", "", "postmarkapp.com",
        [](Call const& call, Memory&, Moment moment) { return answer_postmark(call, moment); },
        [] { return postmark_error(413, 403, "The request is too large."); }},
    Counterpart{"ses", "/v2/email/", "amazonaws.com",
                [](Call const& call, Memory&, Moment) { return answer_ses(call); },
                [] { return ses_too_large(); }, "email."},
    Counterpart{"azure", "/emails", "communication.azure.com", answer_alone<answer_azure>,
                [] { return azure_error(413, "RequestEntityTooLarge", too_much); }},
    Counterpart{"infobip", "", "infobip.com", answer_alone<answer_infobip>, infobip_too_large},
    Counterpart{"plivo", "/v1/Account/", "plivo.com", answer_alone<answer_plivo>,
                [] { return plivo_error(413, too_much); }},
    Counterpart{"sns", "", "amazonaws.com", answer_alone<answer_sns>,
                [] { return sns_error(413, "InvalidParameter", too_much); }, "sns."},
    Counterpart{"sms-voice", "", "amazonaws.com", answer_alone<answer_sms_voice>,
                [] { return sms_voice_error(413, "ValidationException", too_much); }, "sms-voice."},
    Counterpart{"vonage", "", "nexmo.com", answer_alone<answer_vonage>,
                [] { return vonage_error(413, "12", too_much); }, "rest."},
    Counterpart{"vonage_messages", "", "nexmo.com", answer_alone<answer_vonage_messages>,
                [] { return vonage_problem(413, "Payload too large", too_much); }, "api"},
};

/// The Host field in lower case, without a port.
std::string host_of(Call const& call)
{
    auto const field = call.header("Host");
    std::string host{field.substr(0, field.find(':'))};
    std::transform(host.begin(), host.end(), host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return host;
}

Counterpart const* find_counterpart(Call const& call)
{
    for (auto const& one : counterparts) {
        if (!one.path.empty() && std::string_view{call.path}.starts_with(one.path)) return &one;
    }
    auto const host = host_of(call);
    for (auto const& one : counterparts) {
        if (host.ends_with(one.host) && host.starts_with(one.host_begins)) return &one;
    }
    return nullptr;
}

}  // namespace

std::string_view Call::header(std::string_view name) const
{
    for (auto const& [field, value] : headers) {
        if (boost::beast::iequals(field, name)) return value;
    }
    return {};
}

Reply json_reply(unsigned status, json::object const& body)
{
    Reply reply;
    reply.status = status;
    reply.headers = {{"Content-Type", "application/json"}};
    reply.body = json::serialize(body);
    return reply;
}

Routed Providers::answer(Call const& call, Moment moment)
{
    auto const* one = find_counterpart(call);
    if (one == nullptr) {
        return {unknown, json_reply(404, {{"error",
                                           "the sandbox knows no provider by this path and "
                                           "host"}})};
    }
    if (guard_) {
        if (auto denied = guard_(one->name, call)) return {one->name, *std::move(denied)};
    }
    return {one->name, one->answer(call, memory_, moment)};
}

Routed Providers::too_large(Call const& head) const
{
    auto const* one = find_counterpart(head);
    if (one == nullptr) return {unknown, json_reply(413, {{"error", "content too large"}})};
    return {one->name, one->too_large()};
}

}  // namespace gateway::sandbox
