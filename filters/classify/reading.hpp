// filters/classify/reading.hpp: one message as the person who gets it reads it.
#pragma once

#include "store/model/channel.hpp"

#include <cstddef>
#include <string_view>

namespace filters {

/// Bytes of a subject and of a body that are looked at; what a text wants is said before.
inline constexpr std::size_t longest_read = std::size_t{16} * 1024;

/// Of HTML that a tree is made of: Gmail shows 102 KB of a mail and hides the rest behind a link.
inline constexpr std::size_t most_html_bytes = 102 * std::size_t{1024};

/// Plain text, UTF-8 (what is not is read as U+FFFD). All it refers to is the caller's.
struct Reading {
    model::Channel channel = model::Channel::sms;
    std::string_view subject;
    std::string_view body;
    bool has_unsubscribe = false;  ///< a List-Unsubscribe field, or an unsubscribe link
    bool has_media = false;        ///< a picture, a file, a location
};

}  // namespace filters
