#include "tests/providers/prunings.hpp"
#include "tests/providers/prunings/json.hpp"

namespace json = boost::json;

namespace prunings {

std::string azure(providers::Call const& call, Spellings const& removed)
{
    auto body = json::parse(call.body);
    auto& object = body.as_object();
    if (object.contains("smsRecipients")) {
        drop(object["smsRecipients"].as_array(), "to", removed);
        return said(body);
    }
    auto& lists = object["recipients"].as_object();
    for (auto const* name : {"to", "cc", "bcc"}) {
        if (!lists.contains(name)) continue;
        drop(lists[name].as_array(), "address", removed);
        if (lists[name].as_array().empty()) lists.erase(name);
    }
    return said(body);
}

}  // namespace prunings
