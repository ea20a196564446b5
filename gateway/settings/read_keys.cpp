#include "gateway/settings/read_keys.hpp"

#include "gateway/settings/secrets.hpp"
#include "providers/auth/scheme.hpp"

#include <algorithm>

namespace gateway::settings {

namespace {

using providers::auth::Secret;

/// A key in the form the provider's scheme wants; an empty one where it was a problem.
Secret read_key(Table& table, Table::Text const& text, std::string const& what,
                providers::auth::Scheme const& scheme)
{
    auto key = read_secret(text.text);
    if (!key) {
        table.findings().problem(text.place, what + " " + key.error().what);
        return {};
    }
    if (scheme.is_key(key->view())) return *std::move(key);
    table.findings().problem(text.place, what + " is " + std::string{scheme.shape});
    return {};
}

Provider* find_provider(Settings& settings, std::string_view name)
{
    auto const found =
        std::find_if(settings.providers.begin(), settings.providers.end(),
                     [name](Provider const& provider) { return provider.name == name; });
    return found == settings.providers.end() ? nullptr : &*found;
}

void hold(Table& table, Table::Text const& text, Provider& provider, std::size_t application)
{
    auto key = read_key(table, text, "a key", *provider.dialect->scheme);
    if (key.empty()) return;
    auto const is_same = [&key](KeyHolder const& other) { return other.key.view() == key.view(); };
    if (key.view() == provider.credential.view()) {
        return table.findings().problem(text.place,
                                        "is the provider's own: an application is given another");
    }
    if (std::any_of(provider.holders.begin(), provider.holders.end(), is_same)) {
        return table.findings().problem(text.place, "is another application's key already");
    }
    provider.holders.push_back({std::move(key), application});
}

}  // namespace

void read_credential(Table& table, Provider& provider)
{
    std::string text;
    if (!table.read("credential", text) || text.empty() || provider.dialect == nullptr) return;
    auto const* scheme = provider.dialect->scheme;
    if (scheme == nullptr || provider.dialect->deny == nullptr) {
        return table.problem("credential",
                             "can't be exchanged for " + std::string{provider.dialect->name});
    }
    provider.credential =
        read_key(table, {text, table.place_of("credential")}, "credential", *scheme);
}

void read_keys(Table& table, Settings& settings, std::size_t application)
{
    table.each_text("keys", [&](std::string const& name, Table::Text const& text) {
        auto* provider = find_provider(settings, name);
        if (provider == nullptr || provider->credential.empty()) {
            return table.findings().problem(text.place,
                                            "a key of ours needs providers." + name +
                                                ".credential: the real one that takes its place");
        }
        hold(table, text, *provider, application);
    });
}

void read_signatures(Table& root, Settings& settings)
{
    auto table = root.table("signatures");
    table.read("clock_skew", settings.signatures.clock_skew);
    table.read("remembered", settings.signatures.remembered, 1'000, 100'000'000);
}

}  // namespace gateway::settings
