#include "tests/providers/prunings.hpp"
#include "tests/providers/prunings/json.hpp"

namespace json = boost::json;

namespace prunings {

std::string sendgrid(providers::Call const& call, Spellings const& removed)
{
    auto body = json::parse(call.body);
    auto& envelopes = body.as_object()["personalizations"].as_array();
    for (auto envelope = envelopes.begin(); envelope != envelopes.end();) {
        auto& object = envelope->as_object();
        for (auto const* name : {"to", "cc", "bcc"}) {
            auto* list = object.if_contains(name);
            if (!list) continue;
            auto& array = list->as_array();
            for (auto address = array.begin(); address != array.end();) {
                bool const gone = removed.contains(std::string{address->at("email").as_string()});
                address = gone ? array.erase(address) : address + 1;
            }
            if (array.empty()) object.erase(name);
        }
        envelope = object.contains("to") ? envelope + 1 : envelopes.erase(envelope);
    }
    return said(body);
}

}  // namespace prunings
