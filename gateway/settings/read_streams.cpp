// The seven shipped streams are always there, unless one got another name.
#include "gateway/settings/readers.hpp"

#include <algorithm>

namespace gateway::settings {

namespace {

using model::Stream;
using Streams = std::vector<Stream>;

constexpr std::array<std::string_view, 7> shipped{"campaign", "workflow", "custom", "autoresponder",
                                                  "quick",    "two_way",  "api"};

auto find(Streams& streams, std::string_view name)
{
    return std::find_if(streams.begin(), streams.end(),
                        [&](Stream const& stream) { return stream.name == name; });
}

void read_names(Table& table, Streams& streams)
{
    for (auto& [name, place] : table.texts("names")) {
        if (!is_name(name)) {
            table.findings().problem(place, "a stream's name is 1 to 64 of a-z, 0-9, _ and -");
        } else if (find(streams, name) == streams.end()) {
            streams.push_back({std::move(name)});
        }
    }
}

/// A shipped stream goes with its name; one of your own is not named any more.
void read_former_names(Table& table, Streams& streams)
{
    table.each_text("formerly", [&](std::string const& old, Table::Text const& present) {
        auto const problem = [&](std::string const& what) {
            table.findings().problem(present.place, "streams.formerly." + old + " " + what);
        };
        if (!is_name(old) || old == present.text) return problem("is no stream's former name");
        std::erase_if(streams, [&](Stream const& stream) { return stream.name == old; });
        auto const named = find(streams, present.text);
        if (named == streams.end()) return problem("names no stream; streams.names lists them");
        named->formerly.push_back(old);
    });
}

void mark(Table& table, std::string_view key, Streams& streams, bool Stream::* mark)
{
    for (auto const& [name, place] : table.texts(key)) {
        auto const named = find(streams, name);
        if (named == streams.end()) {
            table.findings().problem(place, "names no stream; streams.names lists them");
        } else {
            (*named).*mark = true;
        }
    }
}

}  // namespace

void read_streams(Table& root, Settings& settings)
{
    Streams streams;
    for (auto const name : shipped)
        streams.push_back({std::string{name}});
    auto table = root.table("streams");
    read_names(table, streams);
    read_former_names(table, streams);
    mark(table, "own_switch", streams, &Stream::own_switch);
    mark(table, "retired", streams, &Stream::retired);
    settings.streams = model::Streams{std::move(streams)};
}

}  // namespace gateway::settings
