#include "gateway/order.hpp"

#include "gateway/inbound/application.hpp"
#include "providers/wire/gzip.hpp"

#include <algorithm>
#include <array>

namespace gateway {
namespace {

using providers::Trouble;

Application const* application_of(Visit& visit)
{
    auto& caller = visit.caller;
    auto const header =
        visit.head().has_own ? visit.head().find("X-Optgate-App") : std::string_view{};
    auto const authorization = visit.call.authorization;
    auto const& known = visit.settings().applications;
    if (auto const* granted = visit.granted.application) {
        auto const is_theirs = header.empty() || answers_to(*granted, header);
        return is_theirs ? granted : nullptr;
    }
    if (!header.empty()) return find_application(known, header, authorization);
    if (caller.last_site != visit.site || caller.last_authorization != authorization) {
        caller.last_application = find_application(known, {}, authorization);
        caller.last_authorization = authorization;
        caller.last_site = visit.site;
    }
    return caller.last_application;
}

/// One of ours that stands there twice, so that it is in doubt which counts.
std::optional<std::string_view> find_doubled(http::Head const& head)
{
    constexpr std::array<std::string_view, 4> ours{"X-Optgate-App", "X-Optgate-Category",
                                                   "X-Optgate-Customer", "X-Optgate-Stream"};
    for (auto const name : ours) {
        auto const is_it = [name](http::Field const& field) {
            return field.id == http::Id::unknown && http::iequals(field.name, name);
        };
        if (std::ranges::count_if(head.fields, is_it) > 1) return name;
    }
    return std::nullopt;
}

/// What the caller's headers ask for.
model::Result<Intent> read_intent(Visit& visit)
{
    Intent intent;
    if (visit.head().has_own) {
        if (auto const doubled = find_doubled(visit.head()))
            return model::Problem{"given twice", std::string{*doubled}};
    }
    auto const& settings = visit.settings();
    intent.application = application_of(visit);
    if (intent.application == nullptr)
        return model::Problem{"no such application", "X-Optgate-App"};
    if (!visit.head().has_own) return intent;
    intent.customer = visit.head().find("X-Optgate-Customer");
    if (auto const name = visit.head().find("X-Optgate-Stream"); !name.empty()) {
        auto const* stream = settings.streams.find(name);
        if (stream == nullptr) return model::Problem{"no such stream", "X-Optgate-Stream"};
        intent.stream = stream->name;
    }
    auto const category = visit.head().find("X-Optgate-Category");
    if (category.empty() || !intent.application->may_set_category) return intent;
    intent.category = settings.categories.find(category);
    if (!intent.category) return model::Problem{"no such category", "X-Optgate-Category"};
    return intent;
}

}  // namespace

std::optional<Refusal> unpack(Visit& visit, Body& body)
{
    auto const coding = visit.head()[http::Id::content_encoding];
    visit.call.body = body.raw;
    if (visit.head().repeats_type) {  // the provider might go by the other one
        return Refusal{Trouble::unreadable, {"given twice", "Content-Type or Content-Encoding"}};
    }
    if (coding.empty() || http::iequals(coding, "identity")) return std::nullopt;
    if (!http::iequals(coding, "gzip") && !http::iequals(coding, "x-gzip")) {
        return Refusal{Trouble::unsupported_media,
                       {"only gzip and identity can be read", "Content-Encoding"}};
    }
    auto plain = wire::gunzip(body.raw, visit.limits().body_bytes);
    if (!plain) {
        bool const over = plain.error().what == wire::over_limit;
        return Refusal{over ? Trouble::too_large : Trouble::unreadable, plain.error()};
    }
    if (!body.charge.take(plain->size())) {
        return Refusal{Trouble::overloaded, {"too many large messages at one time", "body"}};
    }
    body.plain = *std::move(plain);
    body.packed = true;
    visit.call.body = body.plain;
    return std::nullopt;
}

std::optional<Refusal> refusal_of(BodyRead read)
{
    switch (read) {
        case BodyRead::whole: return std::nullopt;
        case BodyRead::too_large:
            return Refusal{Trouble::too_large, {"the body is over the configured limit", "body"}};
        case BodyRead::over_budget:
            return Refusal{Trouble::overloaded, {"too many large messages at one time", "body"}};
        case BodyRead::timed_out:
            return Refusal{Trouble::unreadable, {"the body did not arrive in time", "body"}};
        default:
            return Refusal{Trouble::unreadable,
                           {"the body ended early, or its framing is malformed", "body"}};
    }
}

std::optional<Refusal> understand(Visit& visit, Order& order)
{
    auto intent = read_intent(visit);
    if (!intent) return Refusal{Trouble::unreadable, intent.error()};
    order.intent = *intent;
    visit.trace.application = intent->application->name;
    auto message = visit.dialect().read(visit.call);
    if (!message) return Refusal{providers::trouble_of(message.error()), message.error()};
    if (message->recipients.size() > visit.limits().recipients) {
        return Refusal{Trouble::too_large, {"too many recipients in one send", "recipients"}};
    }
    for (auto const& one : message->messages) {
        if (one.hints.size() > providers::most_hints)
            return Refusal{Trouble::unreadable, {"too many tags", "message"}};
    }
    order.send = *std::move(message);
    return std::nullopt;
}

}  // namespace gateway
