// The nine shipped categories (design: the words) are always there; a table [categories.X] changes
// one or adds one.
#include "gateway/settings/readers.hpp"

#include <algorithm>

namespace gateway::settings {

namespace {

using model::CategoryInfo;
using model::ConsentRule;
using model::Doubt;
using model::Kind;

constexpr std::array<std::string_view, 2> doubt_names{"suppress", "deliver"};
constexpr std::size_t most_categories = 255;  // Category::index is one byte

constexpr Doubt doubt_of(Kind kind)
{
    return kind == Kind::promotional ? Doubt::suppress : Doubt::deliver;
}

CategoryInfo shipped(std::string_view name, Kind kind)
{
    return {std::string{name}, kind, ConsentRule::opt_out, model::Mode::enforce, doubt_of(kind)};
}

std::vector<CategoryInfo> shipped_categories()
{
    std::vector<CategoryInfo> infos;
    for (auto const* name : {"marketing", "survey"}) {
        infos.push_back(shipped(name, Kind::promotional));
    }
    for (auto const* name : {"one_time_code", "billing", "order", "appointment", "account",
                             "service", "conversation"}) {
        infos.push_back(shipped(name, Kind::transactional));
    }
    return infos;
}

/// Words that mean something else where a preference says what it covers.
bool is_taken(std::string_view name)
{
    return name == "any" || model::find_kind(name);
}

CategoryInfo& place_for(std::string const& name, std::vector<CategoryInfo>& infos, Table& table)
{
    auto const at = std::find_if(infos.begin(), infos.end(),
                                 [&](CategoryInfo const& info) { return info.name == name; });
    if (at != infos.end()) return *at;
    if (!table.has("kind")) {
        table.problem("kind",
                      "is missing: a category of your own is \"promotional\" or \"transactional\"");
    }
    if (!is_name(name) || is_taken(name)) {
        table.findings().problem(table.place(),
                                 "a category's name is 1 to 64 of a-z, 0-9, _ and -, and not any, "
                                 "promotional or transactional");
    }
    return infos.emplace_back(shipped(name, Kind::promotional));
}

void read_category(Table& table, CategoryInfo& info)
{
    table.read("kind", info.kind, model::kind_names);
    table.read("consent", info.rule, model::consent_rule_names);
    table.read("mode", info.mode, model::mode_names);
    info.doubt = doubt_of(info.kind);
    table.read("doubt", info.doubt, doubt_names);
}

}  // namespace

void read_categories(Table& root, Settings& settings)
{
    auto infos = shipped_categories();
    root.each_table("categories", [&](std::string const& name, Table& table) {
        read_category(table, place_for(name, infos, table));
    });
    if (infos.size() > most_categories) root.problem("categories", "holds at most 255");
    settings.categories = model::Categories{std::move(infos)};

    auto table = root.table("classification");
    table.read("default_category", settings.default_category);
    if (!settings.categories.find(settings.default_category)) {
        table.problem("default_category",
                      "names no category; there are " + category_names(settings.categories));
    }
}

std::string category_names(model::Categories const& categories)
{
    std::string names;
    for (auto const& info : categories.all())
        names += (names.empty() ? "" : ", ") + info.name;
    return names;
}

}  // namespace gateway::settings
