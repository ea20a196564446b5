#include "store/ledger/state.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace store {
namespace {

namespace json = boost::json;

std::string_view channel_name(std::optional<model::Channel> channel)
{
    return channel ? name_of(*channel) : "any";
}

std::string quoted(std::string const& text)
{
    auto const plain = [](char c) { return c >= ' ' && c != '"' && c != '\\' && c < 0x7f; };
    if (!std::ranges::all_of(text, plain)) return json::serialize(json::string_view{text});
    return '"' + text + '"';
}

/// The text members of an object.
class Members {
public:
    explicit Members(std::string_view text)
    {
        boost::system::error_code failed;
        document_ = json::parse(text, failed);
    }
    std::string text(std::string_view name) const
    {
        auto const* object = document_.if_object();
        auto const* value = object ? object->if_contains(name) : nullptr;
        auto const* found = value ? value->if_string() : nullptr;
        return found ? std::string{*found} : std::string{};
    }

private:
    json::value document_;
};

}  // namespace

std::optional<model::Preference> read_preference(std::string_view json)
{
    Members const members{json};
    auto const state = members.text("state");
    if (state != "stop" && state != "allow") return std::nullopt;
    return model::Preference{model::find_channel(members.text("channel")),
                             model::read_covers(members.text("covers")),
                             state == "stop" ? model::State::stop : model::State::allow};
}

std::optional<model::HardStop> read_hard_stop(std::string_view json)
{
    Members const members{json};
    auto const suppression = model::find_suppression(members.text("suppression"));
    if (!suppression) return std::nullopt;
    return model::HardStop{model::find_channel(members.text("channel")), *suppression,
                           members.text("sender")};
}

std::string to_json(model::Preference const& preference)
{
    // By hand: an import writes millions. Names of channels and states need no quoting.
    std::string text{R"({"channel":")"};
    (text += channel_name(preference.channel)) += R"(","covers":)";
    (text += quoted(to_string(preference.covers))) += R"(,"state":")";
    return (text += name_of(preference.state)) += R"("})";
}

std::string to_json(model::HardStop const& stop)
{
    std::string text{R"({"channel":")"};
    (text += channel_name(stop.channel)) += R"(","suppression":")";
    (text += name_of(stop.suppression)) += '"';
    if (!stop.sender.empty()) (text += R"(,"sender":)") += quoted(stop.sender);
    return text += '}';
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
