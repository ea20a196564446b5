#include "gateway/settings/readers.hpp"

#include <algorithm>
#include <array>

namespace gateway::settings {

namespace {

constexpr std::array<std::string_view, 3> scopes{"channel", "promotional", "sender"};

bool is_region(std::string_view text)
{
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

void read_consent(Table& root, Settings& settings)
{
    auto table = root.table("consent");
    auto& consent = settings.consent;
    table.read("phone_default", consent.phone_default);
    table.read("email_default", consent.email_default);
    table.read("default_region", settings.default_region);
    if (!is_region(settings.default_region)) {
        table.problem("default_region", "is a country in two capital letters (ISO 3166-1): \"US\"");
    }
    table.read("prevent_duplicates", settings.prevent_duplicates);
    table.read("stop_reply_scope", consent.stop_reply, scopes);
    table.read("complaint_scope", consent.complaint, scopes);
    for (auto& [label, place] : table.texts("labels_accepted")) {
        consent.labels_accepted.push_back(std::move(label));
    }
}

}  // namespace gateway::settings
