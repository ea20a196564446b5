#include "gateway/settings/load.hpp"

#include "gateway/settings/file.hpp"
#include "gateway/settings/read_keys.hpp"
#include "gateway/settings/readers.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gateway::settings {

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

Settings read_settings(Entries const& entries, Findings& findings)
{
    Settings settings;
    {
        Table root{"", Place{}, &entries, findings};
        read_listen(root, settings);
        read_limits(root, settings);
        read_store(root, settings);
        read_categories(root, settings);
        read_consent(root, settings);
        read_streams(root, settings);
        read_providers(root, settings);
        read_applications(root, settings);
        read_signatures(root, settings);
        read_operation(root, settings);
    }
    settings.warnings = findings.warnings();
    return settings;
}

}  // namespace gateway::settings

namespace gateway {

model::Result<Settings> parse_settings(std::string_view text, std::string const& name)
{
    auto const entries = settings::read_document(text, name);
    if (!entries) return entries.error();
    settings::Findings findings{name};
    auto whole = settings::read_settings(*entries, findings);
    if (auto problem = findings.first_problem()) return *std::move(problem);
    return whole;
}

model::Result<Settings> load(std::string const& file)
{
    auto const text = settings::read_file(file);
    if (!text) return model::Problem{std::string{"can't be read: "} + std::strerror(errno), file};
    return parse_settings(*text, file);
}

Settings embedded_settings()
{
    return parse_settings("", "embedded").value();
}

}  // namespace gateway
