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

/// A category's former name as the file gives it.
struct FormerName {
    std::string old;
    std::string present;
    Place place;
};

void read_category(Table& table, CategoryInfo& info, std::vector<FormerName>& former)
{
    table.read("kind", info.kind, model::kind_names);
    table.read("consent", info.rule, model::consent_rule_names);
    table.read("mode", info.mode, model::mode_names);
    info.doubt = doubt_of(info.kind);
    table.read("doubt", info.doubt, doubt_names);
    table.read("retired", info.retired);
    for (auto& [old, place] : table.texts("formerly"))
        former.push_back({std::move(old), info.name, place});
}

/// A shipped category goes with its name; one of your own is not in the file any more.
void rename(FormerName const& former, bool own, std::vector<CategoryInfo>& infos, Table& root)
{
    auto const problem = [&](std::string const& what) {
        root.findings().problem(former.place, "formerly: " + former.old + " " + what);
    };
    if (!is_name(former.old) || is_taken(former.old)) return problem("is no category's name");
    if (own) return problem("is a category of its own: take its table away");
    for (auto const& info : infos) {
        if (info.name != former.old && model::is_called(info, former.old))
            return problem("is said twice");
    }
    std::erase_if(infos, [&](CategoryInfo const& info) { return info.name == former.old; });
    for (auto& info : infos) {
        if (info.name == former.present) info.formerly.push_back(former.old);
    }
}

/// One of the categories of that kind; where none is said, `name`, or the first there is.
void read_category_of(Table& table, std::string_view key, std::string name, Kind kind,
                      model::Categories const& categories, model::Category& out)
{
    bool const said = table.read(key, name);
    auto const found = categories.find(name);
    if (found && categories[*found].kind == kind) {
        out = *found;
    } else if (said) {
        table.problem(key, "names a " + std::string{model::name_of(kind)} +
                               " category; there are " + category_names(categories));
    } else {
        auto const& all = categories.all();
        auto const fits = [&](CategoryInfo const& info) {
            return info.kind == kind && !info.retired;
        };
        auto const first = std::find_if(all.begin(), all.end(), fits);
        if (first != all.end()) out = {static_cast<std::uint8_t>(first - all.begin())};
    }
}

void read_content(Table& table, Settings& settings)
{
    auto& [enabled, guard, policy, text_bytes, html_bytes] = settings.classification;
    auto const& categories = settings.categories;
    table.read("enabled", enabled);
    table.read("guard", guard, filters::guard_names);
    read_category_of(table, "promotional", "marketing", Kind::promotional, categories,
                     policy.promotional);
    read_category_of(table, "transactional", "service", Kind::transactional, categories,
                     policy.transactional);
    table.read("unsure", policy.unsure, filters::unsure_names);
    table.read_bytes("text_bytes", text_bytes, 0, 1'099'511'627'776);
    table.read_bytes("html_bytes", html_bytes, 0, filters::most_html_bytes);
}

}  // namespace

void read_categories(Table& root, Settings& settings)
{
    auto infos = shipped_categories();
    std::vector<FormerName> former;
    std::vector<std::string> own;
    root.each_table("categories", [&](std::string const& name, Table& table) {
        own.push_back(name);
        read_category(table, place_for(name, infos, table), former);
    });
    for (auto const& one : former) {
        rename(one, std::find(own.begin(), own.end(), one.old) != own.end(), infos, root);
    }
    if (infos.size() > most_categories) root.problem("categories", "holds at most 255");
    settings.categories = model::Categories{std::move(infos)};

    auto table = root.table("classification");
    read_content(table, settings);
    table.read("default_category", settings.default_category);
    auto const fallback = settings.categories.find(settings.default_category);
    if (fallback) {
        settings.default_category = settings.categories[*fallback].name;
    } else {
        table.problem("default_category",
                      "names no category; there are " + category_names(settings.categories));
    }
    read_rules(table, settings);
}

std::string category_names(model::Categories const& categories)
{
    std::string names;
    for (auto const& info : categories.all()) {
        if (!info.retired) names += (names.empty() ? "" : ", ") + info.name;
    }
    return names;
}

}  // namespace gateway::settings
