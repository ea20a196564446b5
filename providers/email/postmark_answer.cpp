// providers/email/postmark_answer.cpp: what we say in Postmark's words.
//   all of a letter kept back   422 {"ErrorCode": 406, "Message": "… Found inactive addresses: a@x, b@y. …"}; in a batch
//                               the same object, without a status, at the letter's place
//   some of a letter            the provider's own answer, whose Message names them
//   accept, and bulk            200 as if it was sent: bulk tells nothing of its recipients
// SDKs and integrations find the addresses in these very sentences (Node, Ruby, Python, Django): word for word.
#include "providers/email/postmark_words.hpp"

#include "providers/aws/answer.hpp"
#include "providers/wire/members.hpp"

#include <fmt/chrono.h>
#include <boost/json.hpp>

#include <chrono>

namespace providers::postmark_api {
namespace {

namespace json = boost::json;

constexpr int inactive_recipient = 406;

Answer spelt(unsigned status, json::value const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

json::object error(int code, std::string_view message)
{
    return {{"ErrorCode", code}, {"Message", message}};
}

std::string time_of(model::Time now)
{
    return fmt::format("{:%FT%TZ}", std::chrono::floor<std::chrono::seconds>(now));
}

std::string_view message_of(Trouble trouble, model::Problem const& problem)
{
    switch (trouble) {
        case Trouble::unreadable:
        case Trouble::upstream_refused:
        case Trouble::upstream_timeout: return problem.what;
        case Trouble::unsupported_media: return "Content-Type must be application/json";
        case Trouble::too_large: return "The request is too large";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "Service unavailable";
    }
    return "Internal server error";
}

}  // namespace

std::string inactive_of(Letter const& letter, model::Decision const& decision)
{
    std::string named;
    std::size_t recipient = letter.first;
    for (List const& list : letter.lists) {
        for (auto const& box : list.boxes.all()) {
            if (decision.delivers(recipient++)) continue;
            if (!named.empty()) named += ", ";
            named += box.address.empty() ? box.spelling : box.address;
        }
    }
    return named;
}

json::object refused(std::string_view inactive)
{
    return error(
        inactive_recipient,
        fmt::format(
            "You tried to send to recipient(s) that have been marked as inactive. Found inactive "
            "addresses: {}. Inactive recipients are ones that have generated a hard bounce, a spam "
            "complaint, or a manual suppression. ",
            inactive));
}

json::object accepted(Letter const& letter, Stamp const& stamp)
{
    std::string to;
    for (List const& list : letter.lists) {
        if (list.member->key == "To") to = list.member->text;
    }
    return {{"To", to},
            {"SubmittedAt", time_of(stamp.now)},
            {"MessageID", aws::uuid_of(stamp.id)},
            {"ErrorCode", 0},
            {"Message", "OK"}};
}

Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp)
{
    auto const letters = read_letters(call);
    auto const endpoint = endpoint_of(call.path);
    if (!letters || letters->all.empty()) return spelt(422, error(300, "Invalid email request"));
    if (endpoint == Endpoint::bulk && style != RefusalStyle::error) {
        return spelt(200, json::object{{"ID", aws::uuid_of(stamp.id)},
                                       {"Status", "Accepted"},
                                       {"SubmittedAt", time_of(stamp.now)}});
    }
    json::array results;
    std::string inactive;
    for (Letter const& letter : letters->all) {
        auto const here = inactive_of(letter, decision);
        results.push_back(style == RefusalStyle::accept ? accepted(letter, stamp) : refused(here));
        inactive += (inactive.empty() || here.empty() ? "" : ", ") + here;
    }
    if (style == RefusalStyle::error) return spelt(422, refused(inactive));
    if (endpoint == Endpoint::batch) return spelt(200, results);
    return spelt(style == RefusalStyle::accept ? 200 : 422, results.front());
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    // 403 and 300 are Postmark's codes for what it can't take and for a letter that is wrong (from memory).
    bool const about_body = trouble == Trouble::unreadable;
    auto message = std::string{message_of(trouble, problem)};
    if (about_body && !problem.where.empty()) message += " at " + problem.where;
    return spelt(status_of(trouble), error(about_body                 ? 300
                                           : status_of(trouble) < 500 ? 403
                                                                      : 100,
                                           message));
}

}  // namespace providers::postmark_api
