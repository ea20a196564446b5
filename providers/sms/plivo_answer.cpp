// providers/sms/plivo_answer.cpp: what we say in Plivo's words.
//   kept back, native and error  400 {"api_id", "error"}; never 403, which the SDK takes for a GeoPermissionError
//   kept back, accept            202 and a message_uuid a number; for one number its status callback, ErrorCode 200
//   some kept back               the provider's answer, and theirs among its `invalid_number`; accept: ids of ours among
//                                its `message_uuid`
//   trouble                      {"api_id", "error"}
// Error code 200, "Source number blocked by STOP from destination number", is Plivo's; the fields of the callback are
// from memory. Its signature is that of V2: Node SDK 4.79.0.
#include "providers/sms/plivo.hpp"

#include "providers/auth/digest.hpp"
#include "providers/trouble.hpp"
#include "providers/wire/basic_auth.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

namespace providers::plivo_api {
namespace {

namespace json = boost::json;

constexpr std::string_view blocked = "Source number blocked by STOP from destination number";

Answer spelt(unsigned status, json::object const& body)
{
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

Answer error(unsigned status, std::string_view message, std::string_view id = {})
{
    return spelt(status, {{"api_id", wire::uuid_of(id)}, {"error", message}});
}

/// HMAC-SHA256 over the URL without its query, and a nonce.
void sign(Callback& callback, std::string_view token, std::string const& nonce)
{
    std::string covered{callback.url.substr(0, callback.url.find('?'))};
    auto const digest = auth::hmac_sha256(token, covered.append(nonce));
    callback.headers.emplace_back("X-Plivo-Signature-V2", wire::base64(auth::bytes_of(digest)));
    callback.headers.emplace_back("X-Plivo-Signature-V2-Nonce", nonce);
}

/// `body` with `more` in the list `key` of its object, which is made where there is none; none: `key` is no list.
std::optional<std::string> with_more(std::string_view body, wire::Value root, std::string_view key,
                                     std::vector<std::optional<std::string>> const& more)
{
    auto const list = root.find(key);
    if (list && !list->is(wire::Type::array)) return std::nullopt;
    if (list) return wire::with_items(body, *list, more);
    std::string made{body.substr(0, root->end - 1)};
    made.append(root.empty() ? "\"" : ",\"").append(key).append("\":[");
    for (std::size_t i = 0; i < more.size(); ++i)
        made.append(i == 0 ? "" : ",").append(*more[i]);
    return made.append("]}");
}

}  // namespace

Answer answer(Call const&, model::Decision const& decision, RefusalStyle style, Stamp const& stamp)
{
    if (style != RefusalStyle::accept) return error(400, blocked, stamp.id);
    json::array uuids;
    for (std::size_t i = 0; i < decision.verdicts.size(); ++i)
        uuids.emplace_back(wire::uuid_of(stamp.id, i));
    return spelt(202, {{"message", "message(s) queued"},
                       {"message_uuid", std::move(uuids)},
                       {"api_id", wire::uuid_of(stamp.id)}});
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    auto const order = order_of(call);
    auto const document = wire::Document::read(heard.body);
    if (heard.status / 100 != 2 || !order || !document) return std::nullopt;
    auto const root = document->root();
    if (!root.is(wire::Type::object)) return std::nullopt;
    bool const accept = style == RefusalStyle::accept;
    std::vector<std::optional<std::string>> own;
    for (std::size_t i = 0; i < order->numbers.size(); ++i) {
        if (decision.delivers(i)) continue;
        auto const text = accept ? wire::uuid_of(stamp.id, i) : order->numbers[i].text;
        own.emplace_back(json::serialize(json::string{text}));
    }
    auto body = with_more(heard.body, root, accept ? "message_uuid" : "invalid_number", own);
    if (!body) return std::nullopt;
    return Answer{heard.status, {}, *std::move(body)};
}

Answer refuse(Call const&, Trouble trouble, model::Problem const& problem)
{
    return error(status_of(trouble), sentence_of(trouble, problem));
}

Answer deny(Call const&, auth::Denial, Stamp const&)
{
    // A text, not JSON: so the API refuses credentials (from memory).
    return {401,
            {{"Content-Type", "text/plain"}, {"WWW-Authenticate", "Basic realm=\"PlivoAPI\""}},
            "Could not verify your access level for that URL."};
}

std::optional<Callback> callback(Call const& call, Stamp const& stamp)
{
    auto const order = order_of(call);
    if (!order || order->numbers.size() != 1) return std::nullopt;
    if (!order->url.starts_with("https://") && !order->url.starts_with("http://"))
        return std::nullopt;
    Callback made{order->url, "application/x-www-form-urlencoded", {}, {}};
    auto const uuid = wire::uuid_of(stamp.id);
    wire::append_field(made.body, "From", order->src);
    wire::append_field(made.body, "To", order->numbers.front().text);
    wire::append_field(made.body, "Status", "undelivered");
    wire::append_field(made.body, "ErrorCode", "200");
    wire::append_field(made.body, "MessageUUID", uuid);
    wire::append_field(made.body, "ParentMessageUUID", uuid);
    if (auto const credentials = wire::read_basic(call.authorization))
        sign(made, credentials->password, stamp.id);
    return made;
}

}  // namespace providers::plivo_api
