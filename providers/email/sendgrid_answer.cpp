// providers/email/sendgrid_answer.cpp: what we say in SendGrid's words.
//   kept back, native and accept  202, no body, X-Message-Id (SendGrid takes a suppressed address,
//                                 and drops it later)
//   kept back, error; all else    {"errors": [{"message", "field", "help": null}]}
#include "providers/email/sendgrid.hpp"

#include "providers/wire/basic_auth.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace providers::sendgrid_api {
namespace {

Answer error(unsigned status, std::string_view message, std::string_view field)
{
    boost::json::object one{{"message", message}, {"field", nullptr}, {"help", nullptr}};
    if (!field.empty()) one["field"] = field;
    boost::json::object const body{{"errors", boost::json::array{std::move(one)}}};
    return {status, {{"Content-Type", "application/json"}}, boost::json::serialize(body)};
}

/// 22 characters of the URL-safe alphabet, as SendGrid's own.
std::string message_id(std::string_view hex)
{
    std::string id = wire::base64(wire::from_hex(hex));
    std::replace(id.begin(), id.end(), '+', '-');
    std::replace(id.begin(), id.end(), '/', '_');
    return id.substr(0, id.find('='));
}

std::string_view message_of(Trouble trouble, model::Problem const& problem)
{
    switch (trouble) {
        case Trouble::unreadable: return problem.what;
        case Trouble::unsupported_media: return "unsupported media type";
        case Trouble::too_large: return "content too large";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "service unavailable";
        case Trouble::upstream_refused: return "bad gateway";
        case Trouble::upstream_timeout: return "gateway timeout";
    }
    return "internal server error";
}

}  // namespace

Answer answer(Call const&, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::error) {
        // Everybody was kept back, so the first recipient was; which of its lists comes first does
        // not matter here.
        return error(400, "every recipient of this message is suppressed",
                     "personalizations.0.to.0.email");
    }
    return {202, {{"X-Message-Id", message_id(stamp.id)}}, {}};
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    bool const about_body = trouble == Trouble::unreadable;
    return error(status_of(trouble), message_of(trouble, problem),
                 about_body ? problem.where : std::string_view{});
}

Answer deny(Call const&, auth::Denial, Stamp const&)
{
    return error(401, "The provided authorization grant is invalid, expired, or revoked", {});
}

}  // namespace providers::sendgrid_api
