// providers/email/postmark.cpp: Postmark.
//   POST /email, /email/withTemplate   {"From", "To": "A <a@x>, b@y", "Cc", "Bcc", "MessageStream", "Tag", …}
//   POST /email/batch                  [letter, …]
//   POST /email/batchWithTemplates     {"Messages": [letter, …]}
//   POST /email/bulk                   {content, "Messages": [{"To", "Cc", "Bcc", "TemplateModel"}]}
//   -> 200 {"To", "SubmittedAt", "MessageID", "ErrorCode": 0, "Message": "OK"}, a batch an array of them in its order,
//      bulk {"ID", "Status": "Accepted", "SubmittedAt"}
// Source: Postmark's documentation and OpenAPI descriptions and its Node SDK 5.1.0, read 2026-11. A letter needs no To
// where it has a Cc or a Bcc, so all its recipients count alike.
#include "providers/email/postmark.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/email/content.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <array>

namespace providers {
namespace {

using postmark_api::Endpoint;
using postmark_api::Letter;
using wire::Value;

/// The ids of streams but these two are an account's own, and "outbound" is where all goes that names none: both wait
/// for a mapping of the configuration. Bulk is for broadcasts alone.
constexpr std::array<HintRule, 5> hint_rules{{{"MessageStream", "broadcast", "marketing"},
                                              {"bulk", "true", "marketing"},
                                              {"Tag", "newsletter", "marketing"},
                                              {"Tag", "marketing", "marketing"},
                                              {"Tag", "promotion", "marketing"}}};

bool owns(std::string_view path)
{
    return postmark_api::endpoint_of(path).has_value();
}

bool claims(Call const& call)
{
    return call.method == "POST" && owns(call.path);
}

model::Message message_of(Value content, Endpoint endpoint)
{
    model::Message message;
    for (std::string_view const name : {"MessageStream", "Tag"}) {
        auto value = wire::text_at(content, {name});
        if (!value.empty()) message.hints.push_back({name, std::move(value)});
    }
    if (endpoint == Endpoint::bulk) message.hints.push_back({"bulk", "true"});
    message.sender = wire::text_at(content, {"From"});
    message.template_id = wire::text_at(content, {"TemplateAlias"});
    if (message.template_id.empty()) message.template_id = wire::text_at(content, {"TemplateId"});
    return message;
}

model::Result<model::Send> read(Call const& call)
{
    auto const letters = postmark_api::read_letters(call);
    if (!letters) return letters.error();
    auto const endpoint = *postmark_api::endpoint_of(call.path);
    model::Send send;
    for (Letter const& letter : letters->all) {
        auto const index = send.messages.size();
        bool const shared = endpoint == Endpoint::bulk;
        send.messages.push_back(
            message_of(shared ? letters->document.root() : letter.value, endpoint));
        for (auto const& list : letter.lists) {
            for (auto const& box : list.boxes.all()) {
                send.recipients.push_back(
                    {model::Channel::email, box.spelling, index, index, true});
            }
        }
    }
    return send;
}

void add_content(Value content, model::Text& text)
{
    text.subject += wire::text_at(content, {"Subject"});
    text.plain += wire::text_at(content, {"TextBody"});
    text.html += wire::text_at(content, {"HtmlBody"});
    if (auto const model = wire::at(content, {"TemplateModel"})) {
        email::gather_texts(*model, text.values);
    }
    auto const attachments = wire::at(content, {"Attachments"});
    text.has_media = text.has_media || (attachments && !attachments->empty());
    auto const headers = wire::at(content, {"Headers"});
    constexpr std::string_view placeholder = "pm:unsubscribe";
    text.has_unsubscribe = text.has_unsubscribe ||
                           (headers && email::has_header(*headers, "List-Unsubscribe")) ||
                           text.plain.find(placeholder) != std::string::npos ||
                           text.html.find(placeholder) != std::string::npos;
}

model::Text text(Call const& call, std::size_t message)
{
    model::Text said;
    auto const letters = postmark_api::read_letters(call);
    if (!letters || message >= letters->all.size()) return said;
    if (postmark_api::endpoint_of(call.path) == Endpoint::bulk) {
        add_content(letters->document.root(), said);
    }
    add_content(letters->all[message].value, said);
    return said;
}

constexpr auth::Scheme scheme = auth::field("X-Postmark-Server-Token");

/// 401 with code 10; the words are from memory.
Answer deny(Call const&, auth::Denial denial, Stamp const&)
{
    return {
        401,
        {{"Content-Type", "application/json"}},
        denial == auth::Denial::missing
            ? R"({"ErrorCode":10,"Message":"No Account or Server API tokens were supplied in the HTTP headers. Please add a header for either X-Postmark-Server-Token or X-Postmark-Account-Token."})"
            : R"({"ErrorCode":10,"Message":"Request does not contain a valid Server token."})"};
}

}  // namespace

constinit Dialect const postmark{.name = "postmark",
                                 .upstream = "https://api.postmarkapp.com",
                                 .hints = hint_rules,
                                 .owns = owns,
                                 .claims = claims,
                                 .read = read,
                                 .rewrite = postmark_api::rewrite,
                                 .answer = postmark_api::answer,
                                 .refuse = postmark_api::refuse,
                                 .text = text,
                                 .merge = postmark_api::merge,
                                 .scheme = &scheme,
                                 .deny = deny};

}  // namespace providers
