// providers/email/ses.cpp: Amazon SES, and what its two APIs share.
//   POST /v2/email/outbound-emails       SendEmail           (JSON: Simple, Raw, Template)
//   POST /v2/email/outbound-bulk-emails  SendBulkEmail
//   POST /                               Action=SendEmail&…  (form: the query API of 2010-12-01)
// Source: AWS' models of sesv2 and ses and their Node SDKs, read 2026-11. From memory: a message with a Destination goes
// to that one alone, whatever its headers show. Any of To, Cc and Bcc will do, so all recipients of an envelope count alike;
// headers beside a Destination are copies of it.
#include "providers/email/ses.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/wire/basic_auth.hpp"
#include "providers/wire/text.hpp"

#include <fmt/format.h>

namespace providers {
namespace {

namespace v1 = ses_api::v1;
namespace v2 = ses_api::v2;

/// A contact list is SES' own way to subscribe. What a configuration set or a tag means its owner knows.
constexpr std::array<HintRule, 5> hint_rules{{{"ListManagementOptions", "*", "marketing"},
                                              {"X-SES-LIST-MANAGEMENT-OPTIONS", "*", "marketing"},
                                              {"Precedence", "bulk", "marketing"},
                                              {"Precedence", "list", "marketing"},
                                              {"CustomVerification", "*", "account"}}};

bool is_v1(Call const& call)
{
    return !wire::plain_path(call.path).starts_with("/v2/");
}

aws::Voice const& voice_of(Call const& call)
{
    return is_v1(call) ? v1::voice : v2::voice;
}

bool owns(std::string_view path)
{
    return path.starts_with("/v2/email/");
}

bool claims(Call const& call)
{
    return is_v1(call) ? v1::claims(call) : v2::claims(call);
}

model::Result<model::Send> read(Call const& call)
{
    return is_v1(call) ? v1::read(call) : v2::read(call);
}

model::Text text(Call const& call, std::size_t message)
{
    return is_v1(call) ? v1::text(call, message) : v2::text(call, message);
}

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any()) return {};
    return is_v1(call) ? v1::rewrite(call, decision) : v2::rewrite(call, decision);
}

Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp)
{
    if (style == RefusalStyle::error) {
        return aws::error(voice_of(call), 400, "MessageRejected", ses_api::rejection, stamp.id);
    }
    return is_v1(call) ? v1::answer(call, decision, style, stamp)
                       : v2::answer(call, decision, style, stamp);
}

std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp)
{
    if (heard.status != 200) return std::nullopt;
    return is_v1(call) ? v1::merge(call, decision, style, heard, stamp)
                       : v2::merge(call, decision, style, heard, stamp);
}

constexpr auth::Scheme scheme = auth::sigv4("ses");

}  // namespace

namespace ses_api {

std::size_t Raw::recipients() const
{
    std::size_t count = 0;
    for (auto const& field : head.recipients())
        count += field.list.all().size();
    return count;
}

model::Result<Raw> read_raw(std::string_view base64)
{
    std::string text{base64};
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == ' ' || c == '\t'; });
    auto message = wire::from_base64(text);
    if (!message) return model::Problem{"not base64", "raw message"};
    auto head = wire::MimeHead::read(*message);
    if (!head) return head.error();
    return Raw{std::move(*message), std::move(*head)};
}

void add_recipients(Raw const& raw, model::Recipient pattern, model::Send& send)
{
    pattern.sealed = raw.head.is_signed();
    for (auto const& field : raw.head.recipients()) {
        for (auto const& box : field.list.all()) {
            pattern.spelling = box.spelling;
            send.recipients.push_back(pattern);
        }
    }
}

void add_hints(Raw const& raw, model::Message& message)
{
    constexpr std::array<std::string_view, 4> fields{"X-SES-CONFIGURATION-SET",
                                                     "X-SES-MESSAGE-TAGS",
                                                     "X-SES-LIST-MANAGEMENT-OPTIONS", "Precedence"};
    for (std::string_view const name : fields) {
        auto const value = raw.head.value(name);
        if (!value.empty()) message.hints.push_back({name, std::string{value}});
    }
    if (message.sender.empty()) message.sender = raw.head.value("From");
}

std::optional<std::string> pruned(Raw const& raw, model::Decision const& decision,
                                  std::size_t first)
{
    if (raw.head.is_signed()) return std::nullopt;
    Cuts cuts;
    wire::keep_recipients(
        raw.message, raw.head, [&](std::size_t i) { return decision.delivers(first + i); }, cuts);
    if (cuts.empty()) return std::nullopt;
    return wire::base64(applied(cuts, raw.message));
}

std::vector<std::string> delivered(Raw const& raw, model::Decision const& decision,
                                   std::size_t first)
{
    std::vector<std::string> addresses;
    for (auto const& field : raw.head.recipients()) {
        for (auto const& box : field.list.all()) {
            if (decision.delivers(first++)) addresses.push_back(box.address);
        }
    }
    return addresses;
}

std::string message_id(Stamp const& stamp)
{
    return fmt::format("0102{}-{}-000000", stamp.id.substr(0, 12), aws::uuid_of(stamp.id));
}

}  // namespace ses_api

constinit Dialect const ses{.name = "ses",
                            .upstream = "https://email.us-east-1.amazonaws.com",
                            .hints = hint_rules,
                            .owns = owns,
                            .claims = claims,
                            .read = read,
                            .rewrite = rewrite,
                            .answer = answer,
                            .refuse = aws::refuse_as<voice_of>,
                            .text = text,
                            .merge = merge,
                            .scheme = &scheme,
                            .deny = aws::deny_as<voice_of>};

}  // namespace providers
