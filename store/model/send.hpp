// store/model/send.hpp: one API call as we understand it: its messages and its recipients.
#pragma once

#include "store/model/channel.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace model {

/// What the dialect itself says about why a message is sent: {"MessageIntent", "marketing"}.
struct Hint {
    std::string_view name;  ///< the provider's own word; static
    std::string value;
};

/// What one message says to the person who gets it. Read only where its category must be found in it.
struct Text {
    std::string subject;
    std::string plain;
    std::string html;                 ///< markup and all; `filters` reads it as a person would
    std::vector<std::string> values;  ///< of a template's variables
    bool has_media = false;           ///< a picture, a file, a location
    bool has_unsubscribe = false;     ///< a List-Unsubscribe field (RFC 2369 §3.2)
};

/// What is known of one text before it is read.
struct Message {
    std::vector<Hint> hints;
    std::string sender;  ///< number, service or mail address it comes from, as spelt; may be empty
    std::string template_id;  ///< empty: none
};

/// One address and the message it gets.
struct Recipient {
    Channel channel = Channel::sms;
    std::string
        spelling;  ///< as the caller spelt it, unescaped; `address::parse` makes an Address of it
    std::size_t message = 0;  ///< index into Send::messages
    /// Recipients of one envelope see each other: where all its primary ones (`to`) are kept back, the copies
    /// (`cc`, `bcc`) stay back too. In dialects that need no `to`, everybody is primary.
    std::size_t envelope = 0;
    bool primary = true;
    /// It stands where its message's sender signed (DKIM), which is never altered: only an envelope can do without it.
    bool sealed = false;
};

struct Send {
    std::vector<Message> messages;
    std::vector<Recipient> recipients;
};

}  // namespace model
