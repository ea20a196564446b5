#include "gateway/sandbox/route.hpp"

#include "gateway/sandbox/sendgrid.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

std::string_view provider_of(Call const& call)
{
    std::string_view const path = call.path;
    if (path.starts_with("/2010-04-01/")) return "twilio";
    if (path.starts_with("/v3/mail/")) return "sendgrid";
    auto const host = call.header("Host");
    if (host.find("sendgrid.com") != std::string_view::npos) return "sendgrid";
    if (host.find("twilio.com") != std::string_view::npos) return "twilio";
    return "unknown";
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
    auto const provider = provider_of(call);
    if (provider == "twilio") return {provider, answer_twilio(call, twilio_, moment)};
    if (provider == "sendgrid") return {provider, answer_sendgrid(call, most_body_bytes_)};
    return {provider,
            json_reply(404, {{"error", "the sandbox knows no provider by this path and host"}})};
}

Routed Providers::too_large(Call const& head) const
{
    auto const provider = provider_of(head);
    if (provider == "sendgrid") return {provider, sendgrid_error(413, "content too large")};
    if (provider == "twilio")
        return {provider, twilio_error(413, 20413, "Request Entity Too Large")};
    return {provider, json_reply(413, {{"error", "content too large"}})};
}

}  // namespace gateway::sandbox
