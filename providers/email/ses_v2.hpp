// providers/email/ses_v2.hpp: a call on SES' v2 API, with the place of all that names its recipients.
#pragma once

#include "providers/email/ses.hpp"
#include "providers/wire/json.hpp"

#include <optional>
#include <vector>

namespace providers::ses_api::v2 {

/// One string of a list; SES asks for one address in each, and more are all read.
struct Spelling {
    wire::Value value;
    wire::Mailboxes boxes;
};

/// One of a destination's three lists.
struct List {
    wire::Value value;
    std::vector<Spelling> spellings;
};

/// One message's `Destination`; its recipients are those of its lists, in order.
struct Envelope {
    std::optional<wire::Value> destination;
    std::vector<List> lists;
    std::size_t first = 0;  ///< index of its first recipient in the send
    std::size_t count = 0;

    bool delivers_any(model::Decision const& decision) const;
};

struct Order {
    wire::Document document;
    std::optional<wire::Value> entries;  ///< of SendBulkEmail
    std::vector<Envelope> envelopes;     ///< one an entry, or one
    std::optional<Raw> raw;              ///< its recipients follow those of the only envelope
    std::optional<wire::Value> raw_data;
};

/// outbound-emails or outbound-bulk-emails.
model::Result<Order> read_order(Call const& call);

}  // namespace providers::ses_api::v2
