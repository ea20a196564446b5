// providers/email/ses_v1.hpp: a call on SES' query API, with the place of all that names its recipients.
//
//   Destination.ToAddresses.member.2=…                               SendEmail, SendTemplatedEmail
//   Destinations.member.2=…                                          SendRawEmail
//   Destinations.member.1.Destination.CcAddresses.member.2=…         SendBulkTemplatedEmail
//   Destinations.member.1.ReplacementTemplateData=…
//                       ^entry                         ^member
#pragma once

#include "providers/email/ses.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace providers::ses_api::v1 {

/// A number in a key: lists are numbered from 1 without gaps.
struct Number {
    std::size_t value = 0;
    std::size_t offset = 0;  ///< in the decoded key
    std::size_t size = 0;
};

/// What a key says about recipients.
struct Slot {
    std::optional<Number> entry;   ///< of SendBulkTemplatedEmail
    std::optional<Number> member;  ///< none: the field says something else of its entry
    std::size_t list = 0;          ///< To, Cc, Bcc; of SendRawEmail there is one
};

/// A key that has to do with destinations, or none of those. A problem: it only resembles one.
model::Result<std::optional<Slot>> read_slot(std::string_view key);

/// A field that names recipients or belongs to an entry.
struct Place {
    std::size_t field;  ///< index into the form's fields
    Slot slot;
    wire::Spelt value;
    wire::Mailboxes boxes;
    std::size_t first = 0;  ///< index of its first recipient in the send

    bool delivers_any(model::Decision const& decision) const;
};

/// Places stand in the order of their numbers, as the lists they spell do.
struct Order {
    wire::Form form;
    std::string action;
    std::vector<Place> places;
    std::size_t entries = 0;     ///< of a bulk; else 0
    std::size_t recipients = 0;  ///< of all places; those of the raw message follow
    std::optional<Raw> raw;

    /// Whether anyone of an entry, counted from 1, is delivered; an entry that names nobody counts.
    bool keeps(std::size_t entry, model::Decision const& decision) const;
};

/// A send, by its body.
model::Result<Order> read_order(Call const& call);

}  // namespace providers::ses_api::v1
