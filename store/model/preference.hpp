// store/model/preference.hpp: what people chose, and what is recorded of one address because of it.
#pragma once

#include "store/model/category.hpp"
#include "store/model/channel.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

/// What a preference is about: "any", a kind ("promotional"), a category ("marketing") or "stream:<name>".
struct Covers {
    enum class What : std::uint8_t { any, kind, category, stream };
    What what = What::any;
    std::string name;  ///< empty for any

    auto operator<=>(Covers const&) const = default;
};

std::string to_string(Covers const& covers);

/// Reads the spelling above. Whether a category or stream of that name is configured is the caller's to judge.
Covers read_covers(std::string_view text);

enum class State : std::uint8_t { stop, allow };
inline constexpr std::array<std::string_view, 2> state_names{"stop", "allow"};
constexpr std::string_view name_of(State state)
{
    return state_names[static_cast<std::size_t>(state)];
}

/// A stop or an allow for a channel (none: any channel) and what it covers.
struct Preference {
    std::optional<Channel> channel;
    Covers covers;
    State state = State::stop;

    auto operator<=>(Preference const&) const = default;
};

enum class Suppression : std::uint8_t {
    stop_reply,
    complaint,
    hard_bounce,
    do_not_contact,
    erased
};
inline constexpr std::array<std::string_view, 5> suppression_names{
    "stop_reply", "complaint", "hard_bounce", "do_not_contact", "erased"};
constexpr std::string_view name_of(Suppression suppression)
{
    return suppression_names[static_cast<std::size_t>(suppression)];
}
constexpr std::optional<Suppression> find_suppression(std::string_view name)
{
    for (std::size_t i = 0; i < suppression_names.size(); ++i) {
        if (suppression_names[i] == name) return static_cast<Suppression>(i);
    }
    return std::nullopt;
}

/// A hard stop on an address and channel (none: any channel).
struct HardStop {
    std::optional<Channel> channel;
    Suppression suppression = Suppression::do_not_contact;
    std::string
        sender;  ///< the number or service the STOP was sent to; empty: unknown, so all of them

    auto operator<=>(HardStop const&) const = default;
};

/// What the settings said of a new customer's channels when it was created (`consent.phone_default`,
/// `consent.email_default`; source "default"). It opens or closes the channel (design §3.5), whatever the
/// settings say later; it is no recorded yes (§3.6).
struct Start {
    bool phone = true;
    bool email = true;

    auto operator<=>(Start const&) const = default;
};

/// What is recorded of one address: its own choices and those of every customer who owns it. Sorted, without
/// duplicates, so that equal profiles compare equal; immutable, and shared by all addresses that have it.
struct Profile {
    std::vector<HardStop> hard_stops;
    std::vector<Preference> own;      ///< set on the address itself
    std::vector<Preference> owners;   ///< set on the customers who own it
    std::vector<Start> starts;        ///< what their channels started with
    std::vector<std::string> labels;  ///< the labels under which its owners keep it

    bool empty() const
    {
        return hard_stops.empty() && own.empty() && owners.empty() && starts.empty() &&
               labels.empty();
    }
    auto operator<=>(Profile const&) const = default;
};

}  // namespace model
