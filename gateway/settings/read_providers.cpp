#include "gateway/settings/pem.hpp"
#include "gateway/settings/read_keys.hpp"
#include "gateway/settings/readers.hpp"
#include "gateway/settings/units.hpp"
#include "gateway/settings/upstream_url.hpp"
#include "providers/roster.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gateway::settings {

namespace {

void read_upstream_limits(Table& table, UpstreamLimits& limits)
{
    table.read("connect_timeout", limits.connect_timeout);
    table.read("response_timeout", limits.response_timeout);
    table.read("body_timeout", limits.body_timeout);
    table.read("idle_timeout", limits.idle_timeout);
    table.read("waiting_timeout", limits.waiting_timeout);
    table.read("idle", limits.idle, 0, 100'000);
    table.read("in_flight", limits.in_flight, 1, 100'000);
    table.read("waiting", limits.waiting, 0, 1'000'000);
    table.read_bytes("head_bytes", limits.head_bytes, 1'024, 1'048'576);
    table.read_bytes("merged_bytes", limits.merged_bytes, 1'024, 1'073'741'824);
}

std::string dialect_names()
{
    std::string names;
    for (auto const* dialect : providers::all()) {
        names += (names.empty() ? "" : ", ") + std::string{dialect->name};
    }
    return names;
}

void read_dialect(Table& table, Provider& provider)
{
    auto name = provider.name;
    table.read("dialect", name);
    provider.dialect = providers::find(name);
    if (provider.dialect) return;
    table.problem("dialect", "is one of " + dialect_names() +
                                 "; a provider named otherwise says which it speaks");
}

void read_upstream(Table& table, Provider& provider)
{
    if (provider.dialect) provider.upstream = provider.dialect->upstream;
    table.read("upstream", provider.upstream);
    auto url = read_upstream_url(provider.upstream);
    if (!url) return table.problem("upstream", url.error().what);
    provider.upstream = std::move(url->text);
    if (url->in_the_clear) {
        table.warning("upstream", "is http: messages and credentials pass in the clear");
    }
    table.read("ca_file", provider.ca_file);
    if (provider.ca_file.empty()) return;
    if (auto const trouble = trouble_with_certificates(provider.ca_file)) {
        table.problem("ca_file", *trouble);
    }
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void read_host(Table& table, Provider& provider, std::vector<Provider> const& others)
{
    table.read("host", provider.host);
    auto& host = provider.host;
    if (host.empty()) return;
    if (!is_host(host)) return table.problem("host", "is a host name without scheme and port");
    std::transform(host.begin(), host.end(), host.begin(), lower);
    for (auto const& other : others) {
        if (other.host == host) table.problem("host", "is providers." + other.name + "'s already");
    }
}

void read_own_port(Table& table, Provider& provider, Settings const& settings)
{
    std::string text;
    table.read("listen", text);
    if (text.empty()) return;
    Endpoint endpoint;
    table.read("listen", endpoint);
    provider.listen = text;
    auto const& listen = settings.listen;
    bool taken = endpoint == listen.gateway || endpoint == listen.admin;
    for (auto const& other : settings.providers) {
        taken = taken || (!other.listen.empty() && read_endpoint(other.listen) == endpoint);
    }
    if (taken && endpoint.port != 0)
        table.problem("listen", "is another listener's endpoint already");
    if (listen.gateway_tls.certificate.empty() && !is_loopback(endpoint)) {
        table.warning("listen",
                      "is reached from other machines without TLS: credentials and messages pass "
                      "in the clear");
    }
}

void add_shipped_hints(Provider& provider, model::Categories const& categories)
{
    for (auto const& rule : provider.dialect->hints) {
        auto const category = categories.find(rule.category);
        if (!category) continue;  // retired
        provider.hints.push_back({std::string{rule.hint}, std::string{rule.value}, *category});
    }
}

void read_hints(Table& table, Provider& provider, model::Categories const& categories)
{
    if (provider.dialect) add_shipped_hints(provider, categories);
    table.each_text("hints", [&](std::string const& name, Table::Text const& text) {
        auto const equals = name.find('=');
        auto const category = categories.find(text.text);
        if (equals == 0 || equals == std::string::npos) {
            table.findings().problem(text.place,
                                     "a hint is \"NAME=VALUE\" = \"CATEGORY\"; VALUE may be *");
        } else if (!category) {
            table.findings().problem(text.place,
                                     "a hint means one of " + category_names(categories));
        } else {
            provider.hints.push_back({name.substr(0, equals), name.substr(equals + 1), *category});
        }
    });
}

void read_public_url(Table& table, Provider& provider)
{
    std::string text;
    table.read("public_url", text);
    if (text.empty()) return;
    auto url = settings::read_public_url(text);
    if (!url) return table.problem("public_url", url.error().what);
    provider.public_url = *std::move(url);
}

void read_signed_messages(Table& table, Provider& provider)
{
    constexpr std::array<std::string_view, 3> choices{"refuse", "envelope", "whole"};
    table.read("signed_messages", provider.signed_messages, choices);
    if (provider.signed_messages != SignedMessages::whole) return;
    table.warning("signed_messages",
                  "is whole: a signed message reaches people who opted out of it");
}

Provider read_provider(std::string const& name, Table& table, Settings const& settings,
                       UpstreamLimits const& defaults)
{
    Provider provider;
    provider.name = name;
    provider.limits = defaults;
    if (!is_name(name)) {
        table.findings().problem(table.place(),
                                 "a provider's name is 1 to 64 of a-z, 0-9, _ and -");
    }
    read_dialect(table, provider);
    read_upstream(table, provider);
    read_host(table, provider, settings.providers);
    read_own_port(table, provider, settings);
    read_public_url(table, provider);
    table.read("mode", provider.mode, model::mode_names);
    read_signed_messages(table, provider);
    read_hints(table, provider, settings.categories);
    read_credential(table, provider);
    read_upstream_limits(table, provider.limits);
    return provider;
}

std::vector<Provider> every_dialect_sandboxed(model::Categories const& categories,
                                              UpstreamLimits const& limits)
{
    std::vector<Provider> providers;
    for (auto const* dialect : providers::all()) {
        auto& provider = providers.emplace_back();
        provider.name = dialect->name;
        provider.dialect = dialect;
        provider.upstream = "sandbox";
        provider.limits = limits;
        add_shipped_hints(provider, categories);
    }
    return providers;
}

}  // namespace

void read_providers(Table& root, Settings& settings)
{
    UpstreamLimits defaults;
    {
        auto table = root.table("upstream");
        read_upstream_limits(table, defaults);
    }
    root.each_table("providers", [&](std::string const& name, Table& table) {
        settings.providers.push_back(read_provider(name, table, settings, defaults));
    });
    if (settings.providers.empty()) {
        settings.providers = every_dialect_sandboxed(settings.categories, defaults);
    }
}

}  // namespace gateway::settings
