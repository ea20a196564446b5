#include "store/ledger/state.hpp"

#include <boost/json.hpp>

namespace store {
namespace {

namespace json = boost::json;

std::string_view channel_name(std::optional<model::Channel> channel)
{
    return channel ? name_of(*channel) : "any";
}

}  // namespace

std::string to_json(model::Preference const& preference)
{
    return json::serialize(json::object{{"channel", channel_name(preference.channel)},
                                        {"covers", to_string(preference.covers)},
                                        {"state", name_of(preference.state)}});
}

std::string to_json(model::HardStop const& stop)
{
    json::object object{{"channel", channel_name(stop.channel)},
                        {"suppression", name_of(stop.suppression)}};
    if (!stop.sender.empty()) object["sender"] = stop.sender;
    return json::serialize(object);
}

std::string to_json(model::Customer const& customer)
{
    json::object object{{"kind", name_of(customer.kind)}, {"name", customer.name}};
    if (!customer.carbon_copy_of.empty()) object["carbon_copy_of"] = customer.carbon_copy_of;
    return json::serialize(object);
}

std::string to_json(model::Start const& start)
{
    return json::serialize(json::object{{"phone", start.phone}, {"email", start.email}});
}

std::string label_to_json(std::string const& label)
{
    return json::serialize(json::object{{"label", label}});
}

}  // namespace store
