// providers/email/ses_v1_answer.cpp: what we say in the query API's words.
//   SendEmail, …            <SendEmailResponse><SendEmailResult><MessageId/></SendEmailResult><ResponseMetadata>…
//   SendBulkTemplatedEmail  <Status><member><Status/><MessageId/> or <Error/></member>…</Status>, one a destination
#include "providers/email/ses_v1.hpp"

#include <fmt/format.h>

namespace providers::ses_api::v1 {
namespace {

constexpr std::string_view open_tag = "<member>";
constexpr std::string_view close_tag = "</member>";

std::string result_of(RefusalStyle style, Stamp const& stamp)
{
    if (style == RefusalStyle::accept) {
        return fmt::format("<member><Status>Success</Status><MessageId>{}</MessageId></member>",
                           message_id(stamp));
    }
    return fmt::format("<member><Status>MessageRejected</Status><Error>{}</Error></member>",
                       rejection);
}

/// The members of `<Status>` in an answer of SES: markup can't stand in what they say.
std::optional<std::vector<std::string_view>> members_of(std::string_view list)
{
    std::vector<std::string_view> members;
    for (auto begin = list.find(open_tag); begin != std::string_view::npos;
         begin = list.find(open_tag, begin)) {
        auto end = list.find(close_tag, begin);
        if (end == std::string_view::npos) return std::nullopt;
        end += close_tag.size();
        members.push_back(list.substr(begin, end - begin));
        begin = end;
    }
    return members;
}

/// The first `<Status>` is the list, the last `</Status>` its end: each member has one of its own within.
std::optional<std::pair<std::size_t, std::size_t>> find_list(std::string_view body)
{
    constexpr std::string_view open_list = "<Status>";
    auto const begin = body.find(open_list);
    auto const end = body.rfind("</Status>");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return std::nullopt;
    return std::pair{begin + open_list.size(), end};
}

}  // namespace

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    auto const order = read_order(call);
    auto const action = order ? order->action : "SendEmail";
    std::string result = fmt::format("<MessageId>{}</MessageId>", message_id(stamp));
    if (order && order->entries > 0) {
        result = "<Status>";
        for (std::size_t i = 0; i < order->entries; ++i)
            result += result_of(style, stamp);
        result += "</Status>";
    }
    return {
        200,
        {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", aws::uuid_of(stamp.id)}},
        fmt::format(
            "<{0}Response xmlns=\"{1}\"><{0}Result>{2}</{0}Result><ResponseMetadata><RequestId>{3}"
            "</RequestId></ResponseMetadata></{0}Response>",
            action, voice.xmlns, result, aws::uuid_of(stamp.id))};
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    auto const order = read_order(call);
    if (!order || order->entries == 0) return std::nullopt;
    auto const list = find_list(heard.body);
    if (!list) return std::nullopt;
    auto const theirs = members_of(heard.body.substr(list->first, list->second - list->first));
    if (!theirs) return std::nullopt;
    std::string results;
    auto next = theirs->begin();
    for (std::size_t entry = 1; entry <= order->entries; ++entry) {
        if (!order->keeps(entry, decision))
            results += result_of(style, stamp);
        else if (next != theirs->end())
            results += *next++;
        else
            return std::nullopt;
    }
    if (next != theirs->end()) return std::nullopt;
    Cut const all{list->first, list->second, std::move(results)};
    return Answer{200, {}, applied({all}, heard.body)};
}

}  // namespace providers::ses_api::v1
