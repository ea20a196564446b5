// providers/email/ses_v2_answer.cpp: what we say in SES v2's words.
//   SendEmail      200 {"MessageId"}: SES takes a suppressed address, and tells of it by an event
//   SendBulkEmail  200 {"BulkEmailEntryResults": [{"Status", "MessageId" or "Error"}]}, one an entry: those to nobody
//                  are MESSAGE_REJECTED, and SUCCESS where the application wants to be told so
#include "providers/email/ses_v2.hpp"

#include "providers/wire/members.hpp"

#include <boost/json.hpp>

namespace providers::ses_api::v2 {
namespace {

namespace json = boost::json;

constexpr std::string_view results_key = "BulkEmailEntryResults";

json::object result_of(RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::accept) {
        return {{"Status", "SUCCESS"}, {"MessageId", message_id(stamp)}};
    }
    return {{"Status", "MESSAGE_REJECTED"}, {"Error", rejection}};
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    json::object body{{"MessageId", message_id(stamp)}};
    auto const order = read_order(call);
    if (order && order->entries) {
        json::array results;
        for (std::size_t i = 0; i < order->envelopes.size(); ++i)
            results.push_back(result_of(style, stamp));
        body = {{results_key, std::move(results)}};
    }
    return {200,
            {{"Content-Type", "application/json"}, {"x-amzn-RequestId", aws::uuid_of(stamp.id)}},
            json::serialize(body)};
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    auto const order = read_order(call);
    if (!order || !order->entries) return std::nullopt;
    auto const document = wire::Document::read(heard.body);
    if (!document) return std::nullopt;
    auto const results = wire::at(document->root(), {results_key});
    if (!results || !results->is(wire::Type::array)) return std::nullopt;
    std::vector<std::optional<std::string>> own;
    for (Envelope const& envelope : order->envelopes) {
        bool const goes = envelope.count > 0 && !envelope.delivers_any(decision);
        auto& mine = own.emplace_back();
        if (goes) mine = json::serialize(result_of(style, stamp));
    }
    return Answer{200, {}, wire::with_items(heard.body, *results, own)};
}

}  // namespace providers::ses_api::v2
