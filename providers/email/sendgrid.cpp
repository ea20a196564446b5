// providers/email/sendgrid.cpp: SendGrid v3 Mail Send.
//   POST /v3/mail/send
//        {"personalizations": [{"to": [{"email"}], "cc": [...], "bcc": [...], "from": {...}}],
//         "from": {"email"}, "template_id", "asm": {"group_id"}, "categories": [...], ...}
//   -> 202, no body, X-Message-Id
// Source: SendGrid's OpenAPI description of v3 mail and its Node SDK 8.1.6, read 2025-11. From
// memory: the form of X-Message-Id, `mail_settings.bcc`, and the retired /api/mail.send, which is
// refused because we do not read it. A personalization is an envelope; without a delivered `to` it
// goes as a whole, since SendGrid asks for one.
#include "providers/email/sendgrid.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/email/content.hpp"

#include "providers/wire/json.hpp"
#include "providers/wire/text.hpp"

#include <array>
#include <iterator>

namespace providers {
namespace {

using sendgrid_api::address_lists;
using wire::Type;
using wire::Value;

constexpr std::string_view send_path = "/v3/mail/send";
constexpr std::size_t usual_recipients = 8;
constexpr std::size_t usual_hints = 4;
constexpr std::string_view retired_path = "/api/mail.send";

constexpr std::array<std::string_view, 2> root_keys{"personalizations", "mail_settings"};
constexpr std::array<std::string_view, 1> address_keys{"email"};
constexpr std::array<std::string_view, 1> settings_keys{"bcc"};
constexpr std::array<std::string_view, 4> bypasses{
    "bypass_list_management", "bypass_spam_management", "bypass_bounce_management",
    "bypass_unsubscribe_management"};

/// What an unsubscribe group or an `ip_pool_name` means only the account's owner knows, and a
/// bypass is only a claim: their hints wait for a mapping of the configuration.
constexpr std::array<HintRule, 3> hint_rules{{{"categories", "newsletter", "marketing"},
                                              {"categories", "promotion", "marketing"},
                                              {"subscription_tracking", "true", "marketing"}}};

bool owns(std::string_view path)
{
    return path == send_path || path.starts_with("/v3/mail/batch");
}

bool claims(Call const& call)
{
    if (call.method != "POST") return false;
    if (call.path == send_path) return true;
    auto const path = wire::plain_path(call.path);
    return path == send_path || path.starts_with(retired_path);
}

// ---- reading

/// The members of a mail that are read here.
struct Mail {
    std::optional<Value> from, template_id, personalizations, asm_, categories, tracking, pool,
        settings, headers;
};

using Member = std::optional<Value> Mail::*;
constexpr std::array<std::pair<std::string_view, Member>, 9> mail_members{
    {{"from", &Mail::from},
     {"template_id", &Mail::template_id},
     {"personalizations", &Mail::personalizations},
     {"asm", &Mail::asm_},
     {"categories", &Mail::categories},
     {"tracking_settings", &Mail::tracking},
     {"ip_pool_name", &Mail::pool},
     {"mail_settings", &Mail::settings},
     {"headers", &Mail::headers}}};

/// In one pass: finding each by its name would go over all members every time.
Mail mail_of(Value root)
{
    Mail mail;
    for (Value const member : root) {
        for (auto const& [name, place] : mail_members) {
            if (member->key != name) continue;
            mail.*place = member;
            break;
        }
    }
    return mail;
}

std::string text_of(std::optional<Value> value)
{
    return value ? std::string{(*value)->text} : std::string{};
}

using Trail = std::string;  ///< where a value stands: "personalizations.0.to.1"

std::string step(Trail const& trail, std::size_t index)
{
    return trail + "." + std::to_string(index);
}

template <std::size_t N>
std::optional<model::Problem> check_object(Value value, std::array<std::string_view, N> const& keys)
{
    if (!value.is(Type::object)) return model::Problem{"not an object", ""};
    if (auto const name = wire::misspelt(value, keys)) {
        return model::Problem{"a key that differs only in case", "." + std::string{*name}};
    }
    return std::nullopt;
}

/// The problem with one address object, its place relative to the object; none: `spelling` is set.
std::optional<model::Problem> read_address(Value address, std::string& spelling)
{
    if (auto problem = check_object(address, address_keys)) return problem;
    auto const email = address.find("email");
    if (!email) return model::Problem{"missing", ".email"};
    if (!email->is(Type::string)) return model::Problem{"not a string", ".email"};
    spelling = (*email)->text;
    return std::nullopt;
}

std::optional<model::Problem> read_list(Value list, model::Recipient const& pattern,
                                        model::Send& send)
{
    if (list.is(Type::null))
        return std::nullopt;  // as if absent; what the provider says to it is not ours
    if (!list.is(Type::array)) return model::Problem{"not an array", ""};
    std::size_t index = 0;
    for (Value const address : list) {
        auto& recipient = send.recipients.emplace_back(pattern);
        if (auto problem = read_address(address, recipient.spelling)) {
            return model::Problem{problem->what, step("", index) + problem->where};
        }
        ++index;
    }
    return std::nullopt;
}

std::string sender_of(std::optional<Value> from)
{
    auto const email = from ? from->find("email") : std::nullopt;
    return email && email->is(Type::string) ? std::string{(*email)->text} : std::string{};
}

/// Sees to the message of an envelope, and gives its place. The first one has what all have in common.
std::size_t message_of(Value envelope, Mail const& mail, sendgrid_api::Numbering& numbering,
                       model::Send& send)
{
    auto const place = numbering.of(envelope);
    bool const is_new = place == send.messages.size();
    if (is_new) send.messages.push_back(send.messages.front());
    auto& message = send.messages[place];
    if (auto const from = envelope.find("from")) {
        message.sender = sender_of(from);
    } else if (is_new) {
        message.sender = sender_of(mail.from);
    }
    return place;
}

std::optional<model::Problem> read_envelope(Value envelope, model::Recipient pattern,
                                            model::Send& send)
{
    bool has_primary = false;
    for (Value const member : envelope) {
        if (member->key == "headers" && email::names_recipients(member))
            return model::Problem{"a header that names recipients", ".headers"};
        if (!sendgrid_api::is_address_list(member->key)) continue;
        pattern.primary = member->key == "to";
        has_primary = has_primary || (pattern.primary && !member.empty());
        if (auto problem = read_list(member, pattern, send)) {
            return model::Problem{problem->what, "." + std::string{member->key} + problem->where};
        }
    }
    if (!has_primary) return model::Problem{"at least one recipient is required", ".to"};
    return std::nullopt;
}

bool enabled(std::optional<Value> setting)
{
    auto const enable = setting ? setting->find("enable") : std::nullopt;
    return enable && (*enable)->text == "true";
}

std::vector<model::Hint> hints_of(Mail const& mail)
{
    std::vector<model::Hint> hints;
    hints.reserve(usual_hints);
    if (mail.asm_) {
        if (auto group = text_of(mail.asm_->find("group_id")); !group.empty()) {
            hints.push_back({"asm.group_id", std::move(group)});
        }
    }
    if (mail.categories && mail.categories->is(Type::array)) {
        for (Value const category : *mail.categories)
            hints.push_back({"categories", std::string{category->text}});
    }
    if (mail.tracking && enabled(mail.tracking->find("subscription_tracking")))
        hints.push_back({"subscription_tracking", "true"});
    if (auto pool = text_of(mail.pool); !pool.empty()) {
        hints.push_back({"ip_pool_name", std::move(pool)});
    }
    if (mail.settings) {
        for (std::string_view const bypass : bypasses) {
            if (enabled(mail.settings->find(bypass))) hints.push_back({bypass, "true"});
        }
    }
    return hints;
}

/// The retired setting that copies everything to one archive address: a copy of the first envelope.
std::optional<model::Problem> read_archive(std::optional<Value> settings, model::Send& send)
{
    if (!settings || settings->is(Type::null)) return std::nullopt;
    auto problem = check_object(*settings, settings_keys);
    if (auto const archive = settings->find("bcc"); archive && !problem) {
        auto& copy =
            send.recipients.emplace_back(model::Recipient{model::Channel::email, {}, 0, 0, false});
        problem = read_address(*archive, copy.spelling);
        if (problem) problem->where = ".bcc" + problem->where;
    }
    if (problem) problem->where = "mail_settings" + problem->where;
    return problem;
}

std::optional<model::Problem> read_root(Value root, model::Send& send)
{
    if (auto problem = check_object(root, root_keys)) return problem;
    auto const mail = mail_of(root);
    send.messages.push_back({hints_of(mail), sender_of(mail.from), text_of(mail.template_id)});
    if (send.messages.front().hints.size() > most_hints)
        return model::Problem{"too many categories", "categories"};
    if (mail.headers && email::names_recipients(*mail.headers))
        return model::Problem{"a header that names recipients", "headers"};
    auto const& envelopes = mail.personalizations;
    if (!envelopes) return model::Problem{"missing", "personalizations"};
    if (!envelopes->is(Type::array)) return model::Problem{"not an array", "personalizations"};
    sendgrid_api::Numbering numbering;
    std::size_t index = 0;
    for (Value const envelope : *envelopes) {
        auto problem = check_object(envelope, address_lists);
        if (!problem) {
            auto const message = message_of(envelope, mail, numbering, send);
            model::Recipient const pattern{model::Channel::email, {}, message, index, true};
            problem = read_envelope(envelope, pattern, send);
        }
        if (problem) {
            return model::Problem{problem->what, step("personalizations", index) + problem->where};
        }
        ++index;
    }
    return read_archive(mail.settings, send);
}

model::Result<model::Send> read(Call const& call)
{
    if (call.path != send_path && wire::plain_path(call.path) != send_path) {
        return model::Problem{"the v2 mail API is not supported", "path"};
    }
    if (!wire::is_media_type(call.content_type, "application/json")) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    model::Send send;
    send.recipients.reserve(usual_recipients);
    if (auto problem = read_root(document->root(), send)) return std::move(*problem);
    return send;
}

}  // namespace

constinit Dialect const sendgrid{.name = "sendgrid",
                                 .upstream = "https://api.sendgrid.com",
                                 .hints = hint_rules,
                                 .owns = owns,
                                 .claims = claims,
                                 .read = read,
                                 .rewrite = sendgrid_api::rewrite,
                                 .answer = sendgrid_api::answer,
                                 .refuse = sendgrid_api::refuse,
                                 .text = sendgrid_api::text,
                                 .scheme = &auth::bearer,
                                 .deny = sendgrid_api::deny};

}  // namespace providers
