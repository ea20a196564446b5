#include "gateway/sandbox/sendgrid.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/gunzip.hpp"
#include "gateway/sandbox/sendgrid_mail.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

constexpr std::size_t most_mail_bytes = 30 * 1024 * 1024;

bool authenticated(Call const& call)
{
    auto const value = call.header("Authorization");
    return boost::beast::iequals(value.substr(0, 7), "Bearer ") ||
           boost::beast::iequals(value.substr(0, 6), "Basic ");
}

Reply unauthorized()
{
    return sendgrid_error(401, "authorization required");
}

Reply judge(std::string_view body)
{
    json::parse_options options;
    options.max_depth = 256;
    boost::system::error_code failed;
    auto const mail = json::parse(body, failed, {}, options);
    if (failed || !mail.is_object()) return sendgrid_error(400, "Bad Request");
    if (auto refusal = sendgrid_refusal(mail.get_object())) return *refusal;
    if (is_rehearsal(mail.get_object())) return {200, {}, {}, {}, false};
    return {202, {{"X-Message-Id", random_hex(11)}}, {}, {}, false};
}

Reply send(Call const& call, std::size_t most_body_bytes)
{
    std::optional<std::string> unpacked;
    if (boost::beast::iequals(call.header("Content-Encoding"), "gzip")) {
        unpacked = gunzip(call.body, most_body_bytes);
        if (!unpacked) unpacked.emplace();
    }
    std::string const& body = unpacked ? *unpacked : call.body;
    auto reply = !authenticated(call)            ? unauthorized()
                 : body.size() > most_mail_bytes ? sendgrid_error(413, "content too large")
                                                 : judge(body);
    reply.is_send = true;
    reply.recipients = sendgrid_recipients(body);
    return reply;
}

Reply batch(Call const& call)
{
    constexpr std::string_view path = "/v3/mail/batch";
    if (call.path == path && call.method == "POST")
        return json_reply(201, {{"batch_id", random_hex(24)}});
    auto const id = std::string_view{call.path}.substr(path.size());
    if (id.size() < 2 || id[0] != '/') return sendgrid_error(405, "method not allowed");
    return json_reply(200, {{"batch_id", id.substr(1)}});
}

}  // namespace

Reply sendgrid_error(unsigned status, std::string_view message, std::string_view field)
{
    json::object error{{"message", message}, {"field", nullptr}, {"help", nullptr}};
    if (!field.empty()) error["field"] = field;
    return json_reply(status, {{"errors", json::array{std::move(error)}}});
}

Reply answer_sendgrid(Call const& call, std::size_t most_body_bytes)
{
    std::string_view const path = call.path;
    if (path == "/v3/mail/send" && call.method == "POST") return send(call, most_body_bytes);
    if (!authenticated(call)) return unauthorized();
    if (path == "/v3/mail/send") return sendgrid_error(405, "method not allowed");
    if (path.starts_with("/v3/mail/batch")) return batch(call);
    return sendgrid_error(404, "not found");
}

}  // namespace gateway::sandbox
