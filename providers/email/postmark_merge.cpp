// providers/email/postmark_merge.cpp: the provider's answer about the letters that went, and ours about the others: 406
// items at their places in a batch, and of a letter that went to some, its Message names those it did not go to.
// Bulk tells nothing of its recipients. In the style accept nothing shows.
#include "providers/email/postmark_words.hpp"
#include "providers/wire/members.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace providers::postmark_api {
namespace {

namespace json = boost::json;
using wire::Type;

constexpr std::string_view partly =
    "Message OK, but will not deliver to these inactive addresses: ";

/// What the provider says of the letter, and of those it never saw.
std::string with_inactive(std::string_view said, std::string_view inactive)
{
    if (said.starts_with(partly))
        return fmt::format("{}{}, {}", partly, inactive, said.substr(partly.size()));
    return fmt::format(
        "{}{}. Inactive recipients are ones that have generated a hard bounce or a spam complaint.",
        partly, inactive);
}

/// Where the result of a forwarded letter, or the whole answer to one, is changed; `result` is the provider's.
std::optional<Cut> mended(wire::Value result, std::string_view inactive)
{
    auto const code = wire::at(result, {"ErrorCode"});
    auto const message = wire::at(result, {"Message"});
    if (!code || (*code)->text != "0" || !message || !message->is(Type::string))
        return std::nullopt;
    return Cut{(*message)->begin, (*message)->end,
               json::serialize(json::string{with_inactive((*message)->text, inactive)})};
}

/// Per letter: ours, or the provider's next result.
struct Results {
    std::vector<std::optional<std::string>> own;
    Cuts cuts;
};

Results results_of(Letters const& letters, model::Decision const& decision, RefusalStyle style,
                   Stamp const& stamp, wire::Value heard)
{
    bool const accept = style == RefusalStyle::accept;
    Results results;
    auto next = heard.begin();
    for (Letter const& letter : letters.all) {
        auto const inactive = inactive_of(letter, decision);
        auto& own = results.own.emplace_back();
        if (!letter.goes(decision)) {
            own = json::serialize(accept ? accepted(letter, stamp) : refused(inactive));
        } else if (next != heard.end()) {
            auto const cut = accept || inactive.empty() ? std::nullopt : mended(*next, inactive);
            if (cut) results.cuts.push_back(*cut);
            ++next;
        }
    }
    return results;
}

}  // namespace

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    auto const letters = read_letters(call);
    auto const endpoint = endpoint_of(call.path);
    if (!letters || endpoint == Endpoint::bulk || heard.status != 200) return std::nullopt;
    auto const document = wire::Document::read(heard.body);
    if (!document) return std::nullopt;
    auto const root = document->root();
    if (endpoint == Endpoint::letter) {
        if (style == RefusalStyle::accept) return std::nullopt;
        auto const cut = mended(root, inactive_of(letters->all.front(), decision));
        if (!cut) return std::nullopt;
        return Answer{200, {}, applied({*cut}, heard.body)};
    }
    if (!root.is(Type::array)) return std::nullopt;
    auto const results = results_of(*letters, decision, style, stamp, root);
    if (results.cuts.empty())
        return Answer{200, {}, wire::with_items(heard.body, root, results.own)};
    auto body = applied(results.cuts, heard.body);
    auto const size = body.size();
    body.append(wire::body_padding, '\0');
    auto const mended_body = std::string_view{body}.substr(0, size);
    auto const again = wire::Document::read(mended_body);
    if (!again) return std::nullopt;
    return Answer{200, {}, wire::with_items(mended_body, again->root(), results.own)};
}

}  // namespace providers::postmark_api
