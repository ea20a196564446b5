#include "providers/wire/basic_auth.hpp"
#include "tests/providers/prunings/json.hpp"
#include "tests/providers/prunings/lists.hpp"

#include <algorithm>
#include <map>

namespace json = boost::json;

namespace prunings {
namespace {

/// Whether anybody is left in an object's Destination.
bool prune_destination(json::object& owner, Spellings const& removed)
{
    auto* const destination = owner.if_contains("Destination");
    if (!destination) return true;
    bool any = false;
    for (auto const* key : {"ToAddresses", "CcAddresses", "BccAddresses"}) {
        auto* const list = destination->as_object().if_contains(key);
        if (!list) continue;
        json::array left;
        for (auto const& one : list->as_array()) {
            if (!removed.contains(std::string{one.as_string()})) left.push_back(one);
        }
        any = any || !left.empty();
        if (left.empty())
            destination->as_object().erase(key);
        else
            *list = left;
    }
    return any;
}

std::string v2(providers::Call const& call, Spellings const& removed)
{
    auto body = json::parse(call.body);
    auto& root = body.as_object();
    if (auto* entries = root.if_contains("BulkEmailEntries")) {
        json::array left;
        for (auto& entry : entries->as_array()) {
            if (prune_destination(entry.as_object(), removed)) left.push_back(entry);
        }
        *entries = left;
        return said(body);
    }
    prune_destination(root, removed);
    auto& content = root.at("Content").as_object();
    if (auto* raw = content.if_contains("Raw")) {
        auto& data = raw->as_object().at("Data");
        data = message_without(*wire::from_base64(std::string{data.as_string()}), removed);
    }
    return said(body);
}

/// One entry of a bulk: what it says, and whom it names.
struct Entry {
    std::map<std::string, std::string> others;
    std::map<std::string, std::string> lists;
};

std::string v1(providers::Call const& call, Spellings const& removed)
{
    std::map<std::string, Entry> entries;  // "" is the call itself; no recording has ten entries
    for (auto const& [key, value] : form_of(call.body)) {
        auto const behind = key.rfind(".member.");
        auto const list = behind == std::string::npos ? std::string{} : key.substr(0, behind);
        auto const is_bulk =
            key.starts_with("Destinations.member.") && key.find('.', 20) != std::string::npos;
        auto& entry = entries[is_bulk ? key.substr(20, key.find('.', 20) - 20) : ""];
        bool const names = list.ends_with("Addresses") && !list.starts_with("Reply");
        if (names || (list == "Destinations" && !is_bulk)) {
            auto const list_name = list.substr(list.rfind('.') + 1);
            entry.lists[list_name];
            if (!removed.contains(value)) entry.lists[list_name] += value + "|";
        } else if (key == "RawMessage.Data") {
            entry.others[key] = message_without(*wire::from_base64(value), removed);
        } else {
            entry.others[is_bulk ? key.substr(key.find('.', 20)) : key] = value;
        }
    }
    std::string text;
    for (auto const& [number, entry] : entries) {
        std::string lists;
        for (auto const& [name, values] : entry.lists)
            lists += values.empty() ? "" : name + "=" + values + "\n";
        if (lists.empty() && !entry.lists.empty() && !number.empty()) continue;
        text += "entry\n" + lists;
        for (auto const& [key, value] : entry.others)
            text += key + "=" + value + "\n";
    }
    return text;
}

}  // namespace

std::string ses(providers::Call const& call, Spellings const& removed)
{
    return call.path == "/" ? v1(call, removed) : v2(call, removed);
}

}  // namespace prunings
