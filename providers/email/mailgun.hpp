// providers/email/mailgun.hpp: Mailgun's messages API.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/mime.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace providers {

extern Dialect const mailgun;

/// The parts of the dialect, one file each.
namespace mailgun_api {

/// A field that names recipients: `to`, `cc`, `bcc`, and the headers `h:To`, `h:Cc`, `h:Bcc` that show them.
struct List {
    std::size_t field;  ///< index into Order::fields
    wire::Spelt value;
    wire::Mailboxes boxes;
};

/// `recipient-variables`: an object with an address a key.
struct Variables {
    std::size_t field;
    wire::Spelt value;
    wire::Document document;
};

/// `message` of messages.mime.
struct RawMessage {
    std::size_t field;
    std::string_view text;
    wire::MimeHead head;
};

/// What a call says. Its recipients are those of its lists, then those of its raw message.
struct Order {
    std::optional<wire::Form> form;  ///< owns decoded keys; none: the body is multipart
    std::vector<wire::Field> fields;
    std::vector<List> lists;
    std::optional<Variables> variables;
    std::optional<RawMessage> message;

    /// The value of the first field of that name; empty where there is none.
    std::string value(std::string_view key) const;
};

bool is_primary(wire::Field const& field);
model::Result<Order> read_order(Call const& call);

Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);

}  // namespace mailgun_api
}  // namespace providers
