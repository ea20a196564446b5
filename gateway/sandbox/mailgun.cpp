#include "gateway/sandbox/mailgun.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/mime.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace gateway::sandbox {
namespace {

std::optional<Form> fields_of(Call const& call)
{
    auto const type = call.header("Content-Type");
    if (boost::beast::iequals(type.substr(0, 10), "multipart/"))
        return read_multipart(call.body, type);
    return read_form(call.body);
}

/// The addresses of a field, in all its values; an empty one stands for a value that names nobody.
std::vector<std::string> addresses_in(Form const& form, std::string_view key)
{
    std::vector<std::string> found;
    for (auto const& value : all(form, key)) {
        auto addresses = read_addresses(value);
        if (addresses.empty()) addresses.emplace_back();
        found.insert(found.end(), addresses.begin(), addresses.end());
    }
    return found;
}

bool is_address(std::string const& address)
{
    return address.find('@') != std::string::npos;
}

std::string_view domain_of(std::string_view path)
{
    path.remove_prefix(std::string_view{"/v3/"}.size());
    return path.substr(0, path.find('/'));
}

Reply judge(Call const& call, Form const& form, bool is_mime, std::vector<std::string> const& to)
{
    if (to.empty()) return mailgun_error(400, "to parameter is missing");
    if (!std::ranges::all_of(to, is_address)) {
        return mailgun_error(400,
                             "'to' parameter is not a valid address. please check documentation");
    }
    if (is_mime && first(form, "message").empty()) {
        return mailgun_error(400, "message parameter is missing");
    }
    if (!is_mime && first(form, "from").empty()) {
        return mailgun_error(400, "from parameter is missing");
    }
    auto const id = "<" + random_hex(12) + "@" + std::string{domain_of(call.path)} + ">";
    return json_reply(200, {{"id", id}, {"message", "Queued. Thank you."}});
}

}  // namespace

Reply mailgun_error(unsigned status, std::string_view message)
{
    return json_reply(status, {{"message", message}});
}

Reply answer_mailgun(Call const& call)
{
    if (!boost::beast::iequals(call.header("Authorization").substr(0, 6), "Basic ")) {
        return {401, {{"Content-Type", "text/plain"}}, "Forbidden", {}, false};
    }
    std::string_view const path = call.path;
    bool const is_mime = path.ends_with("/messages.mime");
    if (call.method != "POST" || !(is_mime || path.ends_with("/messages"))) {
        return mailgun_error(404, "Not Found");
    }
    auto const form = fields_of(call);
    if (!form) return mailgun_error(400, "the form can't be read");
    auto const to = addresses_in(*form, "to");
    auto reply = judge(call, *form, is_mime, to);
    reply.is_send = true;
    for (std::string_view const key : {"to", "cc", "bcc"}) {
        for (auto& address : addresses_in(*form, key))
            reply.recipients.push_back(std::move(address));
    }
    return reply;
}

}  // namespace gateway::sandbox
