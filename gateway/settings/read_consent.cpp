#include "gateway/settings/readers.hpp"
#include "store/address/ascii.hpp"
#include "store/address/phone.hpp"

#include <array>

namespace gateway::settings {

namespace {

constexpr std::array<std::string_view, 3> scopes{"channel", "promotional", "sender"};

/// Labels are compared without regard to case.
std::vector<std::string> labels(Table& table, std::string_view key)
{
    std::vector<std::string> read;
    for (auto& [label, place] : table.texts(key)) {
        address::to_lower(label);
        read.push_back(std::move(label));
    }
    return read;
}

bool promotional(model::Categories const& categories, model::Category category)
{
    return categories[category].kind == model::Kind::promotional;
}

/// What a label says is never a yes to advertising.
std::vector<std::string> categories_of_rule(Table& table, model::Categories const& categories)
{
    std::vector<std::string> read;
    for (auto const& [name, place] : table.texts("contact_opt_in")) {
        auto const category = categories.find(name);
        if (!category) {
            table.findings().problem(
                place, "contact_opt_in names no category; there are " + category_names(categories));
        } else if (promotional(categories, *category)) {
            table.findings().problem(
                place,
                "contact_opt_in names transactional categories only; a label is no yes to " + name);
        } else {
            read.push_back(categories[*category].name);
        }
    }
    return read;
}

void read_contact_rule(Table& table, Settings& settings)
{
    auto& rule = settings.contact_rule;
    auto labelled = labels(table, "contact_opt_in_labels");
    if (table.has("contact_opt_in_labels")) rule.labels = std::move(labelled);
    auto const& categories = settings.categories;
    rule.categories = categories_of_rule(table, categories);
    if (table.has("contact_opt_in")) return;
    auto const service = categories.find("service");
    if (service && !promotional(categories, *service)) {
        rule.categories.push_back(categories[*service].name);
    }
}

}  // namespace

void read_consent(Table& root, Settings& settings)
{
    auto table = root.table("consent");
    auto& consent = settings.consent;
    table.read("phone_default", consent.phone_default);
    table.read("email_default", consent.email_default);
    table.read("default_region", settings.default_region);
    if (!address::is_region(settings.default_region)) {
        table.problem(
            "default_region",
            "is a country with numbers of its own, in two capital letters (ISO 3166-1): \"US\"");
    }
    table.read("prevent_duplicates", settings.prevent_duplicates);
    table.read("stop_reply_scope", consent.stop_reply, scopes);
    table.read("complaint_scope", consent.complaint, scopes);
    consent.labels_accepted = labels(table, "labels_accepted");
    read_contact_rule(table, settings);
}

}  // namespace gateway::settings
