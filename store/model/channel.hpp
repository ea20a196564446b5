// store/model/channel.hpp: the ways a message reaches a person.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace model {

/// MMS counts as sms.
enum class Channel : std::uint8_t { sms, email, whatsapp, viber, rcs };

inline constexpr std::array<std::string_view, 5> channel_names{"sms", "email", "whatsapp", "viber",
                                                               "rcs"};

constexpr std::string_view name_of(Channel channel)
{
    return channel_names[static_cast<std::size_t>(channel)];
}

constexpr std::optional<Channel> find_channel(std::string_view name)
{
    for (std::size_t i = 0; i < channel_names.size(); ++i) {
        if (channel_names[i] == name) return static_cast<Channel>(i);
    }
    return std::nullopt;
}

/// Phone channels share one consent default (`consent.phone_default`); e-mail has its own.
constexpr bool is_phone(Channel channel)
{
    return channel != Channel::email;
}

}  // namespace model
