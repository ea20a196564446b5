// providers/sms/infobip_answer.cpp: what we say in Infobip's words.
//   kept back, native       200, its entry in `messages`: status 14 REJECTED_DESTINATION_BLOCKLISTED
//   kept back, accept       200, status 26 PENDING_ACCEPTED
//   kept back, error; else  {"requestError": {"serviceException": {"messageId", "text"}}}, and from the third
//                           generation on {"errorCode": "E400", "description", "action", "violations", "resources"}
// The statuses are those of Infobip's list of response codes; "E403" and its like are from memory.
#include "providers/sms/infobip.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/trouble.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace providers::infobip_api {
namespace {

namespace json = boost::json;

Answer spelt(unsigned status, json::value const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

json::object status_of(bool accepted)
{
    if (accepted) {
        return {{"groupId", 1},
                {"groupName", "PENDING"},
                {"id", 26},
                {"name", "PENDING_ACCEPTED"},
                {"description", "Message sent to next instance"}};
    }
    return {{"groupId", 5},
            {"groupName", "REJECTED"},
            {"id", 14},
            {"name", "REJECTED_DESTINATION_BLOCKLISTED"},
            {"description",
             "The destination address has been blocklisted either at the operator's "
             "request or on your account"}};
}

/// What becomes of one destination; `nth` makes its id its own.
json::object entry_of(Call const& call, Place const& place, bool accepted, Stamp const& stamp,
                      std::size_t nth)
{
    json::object entry{{"messageId", place.id.empty() ? wire::uuid_of(stamp.id, nth) : place.id},
                       {"status", status_of(accepted)}};
    if (is_third(call.path)) {
        entry["destination"] = place.to;
        entry["details"] = json::object{{"messageCount", 1}};
    } else {
        entry["to"] = place.to;
    }
    return entry;
}

bool has_own_result(Place const& place)
{
    return !place.is_failover;
}

Answer error(Call const& call, unsigned status, std::string_view id, std::string_view text)
{
    if (is_third(call.path)) {
        return spelt(status, {{"errorCode", "E" + std::to_string(status)},
                              {"description", text},
                              {"action", "Check the request and try again."},
                              {"violations", json::array{}},
                              {"resources", json::array{}}});
    }
    return spelt(status,
                 {{"requestError", {{"serviceException", {{"messageId", id}, {"text", text}}}}}});
}

std::string_view code_of(Trouble trouble)
{
    switch (trouble) {
        case Trouble::unreadable: return "BAD_REQUEST";
        case Trouble::unsupported_media: return "UNSUPPORTED_MEDIA_TYPE";
        case Trouble::too_large: return "PAYLOAD_TOO_LARGE";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "SERVICE_UNAVAILABLE";
        case Trouble::upstream_refused: return "BAD_GATEWAY";
        case Trouble::upstream_timeout: return "GATEWAY_TIMEOUT";
    }
    return "GENERAL_ERROR";
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::error) {
        return error(call, 403, "FORBIDDEN", "Every destination of this request is blocklisted");
    }
    bool const accepted = style == RefusalStyle::accept;
    json::array entries;
    auto const places = places_of(call);
    for (std::size_t i = 0; places && i < places->size(); ++i) {
        if (has_own_result((*places)[i]))
            entries.push_back(entry_of(call, (*places)[i], accepted, stamp, i));
    }
    // A single WhatsApp message is answered without a list.
    auto const path = wire::plain_path(call.path);
    if (path.starts_with("/whatsapp/") && !path.ends_with("/template") && entries.size() == 1) {
        entries[0].as_object()["messageCount"] = 1;
        return spelt(200, entries[0]);
    }
    return spelt(200, {{"bulkId", wire::uuid_of(stamp.id)}, {"messages", std::move(entries)}});
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    if (heard.status != 200) return std::nullopt;
    auto const document = wire::Document::read(heard.body);
    auto const list = document ? document->root().find("messages") : std::nullopt;
    auto const places = places_of(call);
    if (!list || !list->is(wire::Type::array) || !places) return std::nullopt;
    bool const accepted = style == RefusalStyle::accept;
    std::vector<std::optional<std::string>> own;
    for (std::size_t i = 0; i < places->size(); ++i) {
        auto const& place = (*places)[i];
        if (!has_own_result(place)) continue;
        own.emplace_back();
        if (!decision.delivers(i))
            own.back() = json::serialize(entry_of(call, place, accepted, stamp, i));
    }
    return Answer{200,
                  {{"Content-Type", std::string{heard.content_type}}},
                  wire::with_items(heard.body, *list, own)};
}

Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem)
{
    return error(call, providers::status_of(trouble), code_of(trouble),
                 sentence_of(trouble, problem));
}

Answer deny(Call const& call, auth::Denial, Stamp const&)
{
    return error(call, 401, "UNAUTHORIZED", "Invalid login details");
}

}  // namespace providers::infobip_api
