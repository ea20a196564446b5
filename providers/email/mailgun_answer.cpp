// providers/email/mailgun_answer.cpp: what we say in Mailgun's words.
//   kept back, native and accept  200 {"id", "message": "Queued. Thank you."} (Mailgun takes a suppressed address, and
//                                 tells of it later)
//   kept back, error; all else    {"message"}; a wrong key: 401 Forbidden, as plain text
#include "providers/email/mailgun.hpp"

#include <boost/json.hpp>

namespace providers::mailgun_api {
namespace {

namespace json = boost::json;

Answer spelt(unsigned status, json::object const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

/// The sending domain stands in the path: /v3/{domain}/messages.
std::string_view domain_of(std::string_view path)
{
    auto const begin = path.find('/', 1);
    if (begin == std::string_view::npos) return {};
    return path.substr(begin + 1, path.find('/', begin + 1) - begin - 1);
}

std::string message_of(Trouble trouble, model::Problem const& problem)
{
    switch (trouble) {
        case Trouble::unreadable: return problem.where + ": " + problem.what;
        case Trouble::unsupported_media:
            return "Invalid request content type. Expecting 'multipart/form-data' or "
                   "'application/x-www-form-urlencoded'";
        case Trouble::too_large: return "Request payload is too large";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "Service unavailable";
        case Trouble::upstream_refused: return "Bad gateway";
        case Trouble::upstream_timeout: return "Gateway timeout";
    }
    return "Internal server error";
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::error) {
        return spelt(400, {{"message", "'to' parameter names suppressed recipients only"}});
    }
    auto const id = "<" + stamp.id + "@" + std::string{domain_of(call.path)} + ">";
    return spelt(200, {{"id", id}, {"message", "Queued. Thank you."}});
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    return spelt(status_of(trouble), {{"message", message_of(trouble, problem)}});
}

Answer deny(Call const&, auth::Denial, Stamp const&)
{
    return {401, {{"Content-Type", "text/plain"}}, "Forbidden"};
}

}  // namespace providers::mailgun_api
