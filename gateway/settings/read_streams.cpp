#include "gateway/settings/readers.hpp"

#include <algorithm>

namespace gateway::settings {

void read_streams(Table& root, Settings& settings)
{
    settings.streams = {"campaign", "workflow", "autoresponder", "quick", "two_way", "api"};
    auto table = root.table("streams");
    for (auto& [name, place] : table.texts("names")) {
        if (!is_name(name)) {
            table.findings().problem(place, "a stream's name is 1 to 64 of a-z, 0-9, _ and -");
        } else if (std::find(settings.streams.begin(), settings.streams.end(), name) ==
                   settings.streams.end()) {
            settings.streams.push_back(std::move(name));
        }
    }
}

}  // namespace gateway::settings
