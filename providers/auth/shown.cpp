// providers/auth/shown.cpp: schemes that show the key itself, and what all schemes share.
#include "providers/auth/scheme.hpp"
#include "providers/auth/secret.hpp"
#include "providers/wire/basic_auth.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>

namespace providers::auth {
namespace {

constexpr std::string_view authorization = "authorization";

/// The field anew, and the caller's left out.
HeaderEdits replaced(std::string_view lower_name, std::string_view name, std::string value)
{
    HeaderEdits edits;
    edits.without.push_back(lower_name);
    edits.with.emplace_back(name, std::move(value));
    return edits;
}

std::optional<std::string> shown_text(std::string_view key)
{
    if (key.empty()) return std::nullopt;
    return std::string{key};
}

}  // namespace

HeaderEdits::~HeaderEdits()
{
    for (auto& [name, value] : with)
        wipe(value);
}

bool HeaderEdits::leaves_out(std::string_view name) const
{
    return std::any_of(without.begin(), without.end(), [name](std::string_view left_out) {
        return wire::same_but_for_case(left_out, name);
    });
}

std::string_view find_header(Call const& call, std::string_view name)
{
    for (Header const& header : call.headers) {
        if (wire::same_but_for_case(header.name, name)) return header.value;
    }
    return {};
}

bool is_token(std::string_view key)
{
    return !key.empty() && std::none_of(key.begin(), key.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
    });
}

bool is_pair(std::string_view key)
{
    auto const colon = key.find(':');
    return is_token(key) && colon != 0 && colon < key.size() - 1;
}

std::optional<std::string> show_basic(Scheme const&, Call const& call)
{
    auto credentials = wire::read_basic(call.authorization);
    if (!credentials) return std::nullopt;
    auto shown = credentials->user + ":" + credentials->password;
    wipe(credentials->password);
    return shown;
}

HeaderEdits sign_basic(Scheme const&, Outgoing const&, std::string_view key, model::Time)
{
    return replaced(authorization, "Authorization", "Basic " + wire::base64(key));
}

std::optional<std::string> show_worded(Scheme const& scheme, Call const& call)
{
    auto const word = call.authorization.substr(0, scheme.detail.size());
    auto const rest = call.authorization.substr(word.size());
    if (!wire::same_but_for_case(word, scheme.detail) || !rest.starts_with(' '))
        return std::nullopt;
    return shown_text(rest.substr(std::min(rest.find_first_not_of(' '), rest.size())));
}

HeaderEdits sign_worded(Scheme const& scheme, Outgoing const&, std::string_view key, model::Time)
{
    return replaced(authorization, "Authorization",
                    std::string{scheme.detail}.append(" ").append(key));
}

std::optional<std::string> show_field(Scheme const& scheme, Call const& call)
{
    return shown_text(find_header(call, scheme.detail));
}

HeaderEdits sign_field(Scheme const& scheme, Outgoing const&, std::string_view key, model::Time)
{
    return replaced(scheme.detail, scheme.detail, std::string{key});
}

}  // namespace providers::auth
