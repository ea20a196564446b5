#include "gateway/settings/read_keys.hpp"
#include "gateway/settings/readers.hpp"
#include "gateway/settings/secrets.hpp"

#include <array>
#include <map>

namespace gateway::settings {

namespace {

constexpr std::array<std::string_view, 3> refusals{"native", "error", "accept"};

/// Digests seen so far, and whose they are: one credential can mean one application only.
using Owners = std::map<std::string, std::string>;

void claim(std::string const& digest, std::string const& name, Place place, Table& table,
           Owners& owners)
{
    auto const [at, is_new] = owners.emplace(digest, name);
    if (is_new) return;
    table.findings().problem(place, at->second == name
                                        ? "applications." + name + " has this secret twice"
                                        : "applications." + at->second + " has the same secret");
}

void read_credentials(Table& table, Application& app, Owners& owners)
{
    for (auto const& [text, place] : table.texts("credentials")) {
        auto digest = read_digest(text);
        if (!digest) {
            table.findings().problem(place, "a credential " + digest.error().what);
            continue;
        }
        claim(*digest, app.name, place, table, owners);
        app.credentials.push_back(*std::move(digest));
    }
}

void read_token(Table& table, Application& app, Owners& owners)
{
    std::string text;
    if (!table.read("token", text) || text.empty()) return;
    auto digest = read_digest(text);
    if (!digest) return table.problem("token", digest.error().what);
    claim(*digest, app.name, table.place_of("token"), table, owners);
    app.token_digest = *std::move(digest);
}

void read_mapping(Table& table, Settings const& settings, std::vector<filters::Mapping>& mappings)
{
    filters::Mapping mapping;
    table.read("sender", mapping.sender);
    table.read("template_id", mapping.template_id);
    table.read("stream", mapping.stream);
    table.read("path_prefix", mapping.path_prefix);
    std::string name;
    table.read("category", name);

    auto const category = settings.categories.find(name);
    if (!category) {
        return table.problem("category", "names one of " + category_names(settings.categories));
    }
    mapping.category = *category;
    if (mapping.sender.empty() && mapping.template_id.empty() && mapping.stream.empty() &&
        mapping.path_prefix.empty()) {
        return table.findings().problem(
            table.place(), "a mapping needs one of sender, template_id, stream, path_prefix");
    }
    if (!mapping.stream.empty()) {
        auto const* stream = settings.streams.find(mapping.stream);
        if (!stream) return table.problem("stream", "names no stream; streams.names lists them");
        mapping.stream = stream->name;
    }
    mappings.push_back(std::move(mapping));
}

void read_default_category(Table& table, Application& app, Settings const& settings)
{
    table.read("default_category", app.default_category);
    if (app.default_category.empty() || settings.categories.find(app.default_category)) return;
    table.problem("default_category", "names one of " + category_names(settings.categories));
}

void read_application(Table& table, Application& app, Settings const& settings, Owners& credentials,
                      Owners& tokens)
{
    read_credentials(table, app, credentials);
    read_token(table, app, tokens);
    table.read("mode", app.mode, model::mode_names);
    table.read("refusal", app.refusal, refusals);
    table.read("may_set_category", app.may_set_category);
    read_default_category(table, app, settings);
    table.read("classify", app.classify);
    table.read("guard", app.guard, filters::guard_names);
    table.read("calibrate", app.calibrate);
    table.each_in_list("mappings",
                       [&](Table& entry) { read_mapping(entry, settings, app.mappings); });
}

Application new_application(std::string const& name, Classification const& common)
{
    Application app;
    app.name = name;
    app.classify = common.enabled;
    app.guard = common.guard;
    return app;
}

Application& place_for(std::string const& name, Settings& settings)
{
    auto& applications = settings.applications;
    if (name == applications.front().name) return applications.front();
    return applications.emplace_back(new_application(name, settings.classification));
}

}  // namespace

void read_applications(Table& root, Settings& settings)
{
    settings.applications = {new_application("default", settings.classification)};
    Owners credentials;
    Owners tokens;
    root.each_table("applications", [&](std::string const& name, Table& table) {
        if (!is_name(name)) {
            table.findings().problem(table.place(),
                                     "an application's name is 1 to 64 of a-z, 0-9, _ and -");
        }
        auto& app = place_for(name, settings);
        read_application(table, app, settings, credentials, tokens);
        read_keys(table, settings, static_cast<std::size_t>(&app - settings.applications.data()));
    });
}

}  // namespace gateway::settings
