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
using postmark_api::Letters;
using wire::Type;
using wire::Value;

constexpr std::array<std::string_view, 3> address_keys{"To", "Cc", "Bcc"};
constexpr std::array<std::string_view, 5> letter_keys{"To", "Cc", "Bcc", "Headers", "Messages"};

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

namespace postmark_api {

std::optional<Endpoint> endpoint_of(std::string_view path)
{
    auto const plain = wire::plain_path(path);
    if (plain == "/email" || plain == "/email/withtemplate") return Endpoint::letter;
    if (plain == "/email/batch" || plain == "/email/batchwithtemplates") return Endpoint::batch;
    if (plain == "/email/bulk") return Endpoint::bulk;
    return std::nullopt;
}

namespace {

std::optional<model::Problem> read_letter(Value value, Letter& letter)
{
    if (auto problem = wire::object_problem(value, letter_keys)) return problem;
    for (Value const member : value) {
        std::string const where = "." + std::string{member->key};
        if (member->key == "Headers" && email::names_recipients(member)) {
            return model::Problem{"a header that names recipients", where};
        }
        bool const lists =
            std::find(address_keys.begin(), address_keys.end(), member->key) != address_keys.end();
        if (!lists || member.is(Type::null)) continue;
        if (!member.is(Type::string)) return model::Problem{"not a string", where};
        auto boxes = wire::Mailboxes::read(member->text);
        if (!boxes) return model::Problem{boxes.error().what, where};
        letter.count += boxes->all().size();
        letter.lists.push_back({member, std::move(*boxes)});
    }
    return std::nullopt;
}

}  // namespace

model::Result<Letters> read_letters(Call const& call)
{
    if (!wire::is_media_type(call.content_type, "application/json")) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    auto document = wire::Document::read(call.body);
    if (!document) return document.error();
    Letters letters{std::move(*document), std::nullopt, {}};
    Value const root = letters.document.root();
    auto const endpoint = endpoint_of(call.path);
    std::size_t recipients = 0;
    auto const add = [&](Value value) {
        auto& letter = letters.all.emplace_back(Letter{value, {}, recipients, 0});
        auto problem = read_letter(value, letter);
        recipients += letter.count;
        return problem;
    };
    if (endpoint == Endpoint::letter) {
        if (auto problem = add(root)) return std::move(*problem);
        return letters;
    }
    if (root.is(Type::object)) {
        // Content that all letters of a bulk share may name nobody itself.
        Letter shared{root, {}, 0, 0};
        if (auto problem = read_letter(root, shared)) return std::move(*problem);
        if (shared.count > 0) return model::Problem{"recipients outside of Messages", ""};
        letters.batch = root.find("Messages");
    } else {
        letters.batch = root;
    }
    if (!letters.batch) return model::Problem{"missing", "Messages"};
    if (!letters.batch->is(Type::array)) return model::Problem{"not an array", "Messages"};
    for (Value const value : *letters.batch) {
        auto problem = add(value);
        if (problem) {
            return model::Problem{
                problem->what,
                "Messages." + std::to_string(letters.all.size() - 1) + problem->where};
        }
    }
    return letters;
}

}  // namespace postmark_api

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
