#include "gateway/settings/document.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace gateway::settings {

namespace {

Place place_of(toml::source_region const& region)
{
    return {region.begin.line, region.begin.column};
}

Value value_of(toml::node const& node);

Entries entries_of(toml::table const& table)
{
    Entries entries;
    entries.reserve(table.size());
    for (auto const& [key, node] : table) {
        entries.push_back({std::string{key.str()}, place_of(key.source()), value_of(node)});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](Entry const& a, Entry const& b) { return a.place < b.place; });
    return entries;
}

Values values_of(toml::array const& array)
{
    Values values;
    values.reserve(array.size());
    for (auto const& node : array)
        values.push_back(value_of(node));
    return values;
}

Value value_of(toml::node const& node)
{
    Value value{place_of(node.source()), Untaken{}};
    if (auto const* table = node.as_table()) {
        value.is = entries_of(*table);
    } else if (auto const* array = node.as_array()) {
        value.is = values_of(*array);
    } else if (auto const* text = node.as_string()) {
        value.is = text->get();
    } else if (auto const* number = node.as_integer()) {
        value.is = number->get();
    } else if (auto const* flag = node.as_boolean()) {
        value.is = flag->get();
    }
    return value;
}

}  // namespace

std::string to_string(Place place, std::string const& file)
{
    if (place.line == 0) return file;
    return file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

model::Result<Entries> read_document(std::string_view text, std::string const& file)
{
    try {  // Debian's toml++ library is built to throw; its exception ends here
        return entries_of(toml::parse(text));
    } catch (toml::parse_error const& error) {
        return model::Problem{std::string{error.description()},
                              to_string(place_of(error.source()), file)};
    }
}

}  // namespace gateway::settings
