// providers/sms/infobip_places.cpp: where addresses stand in Infobip's bodies, all forms of them at once.
//   {"messages": [{"destinations": [{"to": "4179…", "messageId"}], …}]}     SMS v2 and v3, Viber v2, RCS, Messages API
//   {"messages": [{"to": "4179…", …}]}                                       WhatsApp templates, Viber v1
//   {"to": "4179…" or ["4179…"], …}                                          WhatsApp, SMS text/single (from memory)
//   to=4179…,4179…                                                           the query forms
#include "providers/sms/infobip.hpp"

#include "providers/wire/form.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <array>

namespace providers::infobip_api {
namespace {

using model::Problem;
using wire::Type;
using wire::Value;

constexpr std::array<std::string_view, 3> root_keys{"messages", "destinations", "to"};
constexpr std::array<std::string_view, 4> message_keys{"destinations", "to", "options",
                                                       "smsFailover"};
constexpr std::array<std::string_view, 1> destination_keys{"to"};

using Places = std::vector<Place>;

bool is_scalar(Value value)
{
    return value.is(Type::string) || value.is(Type::number);
}

void add(Places& places, std::string_view to, std::string id, std::size_t message)
{
    places.push_back({std::string{to}, std::move(id), message, places.size()});
}

Problem within(Problem problem, std::string_view step)
{
    problem.where.insert(0, std::string{step});
    return problem;
}

std::string step(std::size_t index)
{
    return "." + std::to_string(index);
}

std::optional<Problem> read_to(Value to, std::size_t message, Places& places)
{
    if (is_scalar(to)) {
        add(places, to->text, {}, message);
        return std::nullopt;
    }
    if (!to.is(Type::array)) return Problem{"not a string", ".to"};
    for (Value const one : to) {
        if (!is_scalar(one)) return Problem{"not a string", ".to"};
        add(places, one->text, {}, message);
    }
    return std::nullopt;
}

std::optional<Problem> read_destinations(Value list, std::size_t message, Places& places)
{
    if (!list.is(Type::array)) return Problem{"not an array", ".destinations"};
    std::size_t index = 0;
    for (Value const destination : list) {
        auto const where = ".destinations" + step(index++);
        if (auto problem = wire::object_problem(destination, destination_keys))
            return within(std::move(*problem), where);
        auto const to = destination.find("to");
        if (!to || !is_scalar(*to)) return Problem{"missing or not a string", where + ".to"};
        add(places, (*to)->text, wire::text_at(destination, {"messageId"}), message);
    }
    return std::nullopt;
}

/// The SMS instead of what could not be delivered otherwise: the same people on another channel, one for each.
void add_failovers(Value message, Places& places, std::size_t first)
{
    if (!wire::at(message, {"options", "smsFailover"}) && !wire::at(message, {"smsFailover"}))
        return;
    for (std::size_t i = first, end = places.size(); i < end; ++i) {
        Place again = places[i];
        again.is_failover = true;
        places.push_back(std::move(again));
    }
}

std::optional<Problem> read_message(Value message, std::size_t index, Places& places)
{
    if (auto problem = wire::object_problem(message, message_keys)) return problem;
    std::size_t const first = places.size();
    for (Value const member : message) {
        std::optional<Problem> problem;
        if (member->key == "to") problem = read_to(member, index, places);
        if (member->key == "destinations") problem = read_destinations(member, index, places);
        if (problem) return problem;
    }
    if (places.size() == first) return Problem{"at least one destination is required", ""};
    add_failovers(message, places, first);
    return std::nullopt;
}

}  // namespace

std::vector<Value> messages_of(Value root)
{
    auto const list = root.find("messages");
    if (!list) return {root};
    return {list->begin(), list->end()};
}

model::Result<Places> places_of(Value root)
{
    if (auto problem = wire::object_problem(root, root_keys))
        return within(std::move(*problem), "body");
    auto const list = root.find("messages");
    if (list && !list->is(Type::array)) return Problem{"not an array", "messages"};
    if (list && (root.find("to") || root.find("destinations")))
        return Problem{"a destination beside messages", "body"};
    Places places;
    std::size_t index = 0;
    for (Value const message : messages_of(root)) {
        if (auto problem = read_message(message, index, places))
            return within(std::move(*problem), list ? "messages" + step(index) : "body");
        ++index;
    }
    // In a list, a message that not all may get by SMS instead becomes several.
    if (!list && places.size() > 2 && places.back().is_failover)
        return Problem{"with several destinations: send each a message of its own",
                       "body.smsFailover"};
    return places;
}

model::Result<std::vector<wire::Separated>> numbers_of(std::string_view query)
{
    auto const form = wire::Form::read(query, {});
    if (!form) return form.error();
    if (wire::has_misspelt(*form, "to")) return Problem{"a field that resembles to", "to"};
    auto const* to = form->find("to");
    if (to == nullptr) return std::vector<wire::Separated>{};
    return wire::read_separated(wire::Spelt::form(query, to->raw), ',');
}

model::Result<Places> query_places(std::string_view query)
{
    auto const numbers = numbers_of(query);
    if (!numbers) return numbers.error();
    Places places;
    for (auto const& number : *numbers)
        add(places, number.text, {}, 0);
    return places;
}

model::Result<Places> places_of(Call const& call)
{
    if (call.method == "GET") return query_places(call.query);
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    return places_of(document->root());
}

bool is_third(std::string_view path)
{
    auto const plain = wire::plain_path(path);
    return plain.starts_with("/sms/3/") || plain.starts_with("/viber/2/") ||
           plain.starts_with("/viber-bot/") || plain.starts_with("/rcs/2/") ||
           plain.starts_with("/mms/2/") || plain.starts_with("/messages-api/");
}

}  // namespace providers::infobip_api
