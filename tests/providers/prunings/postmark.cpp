#include "tests/providers/prunings/json.hpp"
#include "tests/providers/prunings/lists.hpp"

#include <algorithm>
#include <array>

namespace json = boost::json;

namespace prunings {
namespace {

/// Whether anybody is left.
bool prune_letter(json::object& letter, Spellings const& removed)
{
    bool any = false;
    for (auto const* key : {"To", "Cc", "Bcc"}) {
        auto* const list = letter.if_contains(key);
        if (!list) continue;
        auto const left = list_without(list->as_string(), removed);
        any = any || !left.empty();
        if (left.empty())
            letter.erase(key);
        else
            *list = left;
    }
    return any;
}

}  // namespace

std::string postmark(providers::Call const& call, Spellings const& removed)
{
    auto body = json::parse(call.body);
    auto* letters = body.if_array();
    if (!letters && body.as_object().contains("Messages")) {
        letters = &body.as_object()["Messages"].as_array();
    }
    if (letters) {
        json::array left;
        for (auto& letter : *letters) {
            if (prune_letter(letter.as_object(), removed)) left.push_back(letter);
        }
        *letters = left;
    } else {
        prune_letter(body.as_object(), removed);
    }
    return said(body);
}

}  // namespace prunings
