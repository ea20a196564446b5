// providers/wire/mime.hpp: a raw message (RFC 5322, MIME): who stands in its head and where, and what it says.
//
//   From: shop@shop.example
//   To: Alice <alice@example.com>,         a Field from its name to behind its last line break,
//    Bob <bob@example.com>                 whose Mailboxes have places
//   DKIM-Signature: ...                    then what it signs must not be altered
//   <empty line>
//
// GMime reads the head. Every byte of it must belong to one of GMime's fields, lines must end in one way, and NUL or a
// lone CR is refused: so whatever reads the message next sees the same fields.
#pragma once

#include "providers/wire/mailboxes.hpp"
#include "store/model/result.hpp"
#include "store/model/send.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

/// Places are in the message.
struct MimeField {
    std::string name;   ///< as spelt
    std::string value;  ///< unfolded and decoded (RFC 2047)
    std::size_t begin = 0;
    std::size_t value_begin = 0;
    std::size_t end = 0;
};

/// The fields at the head of a message or of a part, up to its first empty line. Views nothing.
model::Result<std::vector<MimeField>> read_fields(std::string_view message);

/// A field that names recipients: To, Cc, Bcc and the three of Resent-.
struct AddressField {
    std::size_t begin = 0;
    std::size_t value_begin = 0;
    std::size_t end = 0;
    Mailboxes list;
};

class MimeHead {
public:
    static model::Result<MimeHead> read(std::string_view message);

    std::vector<MimeField> const& fields() const { return fields_; }
    std::vector<AddressField> const& recipients() const { return recipients_; }
    /// The value of the first field of that name (any case); empty where there is none.
    std::string_view value(std::string_view name) const;
    /// Signed by its sender, so that a cut would break what it shows (RFC 6376).
    bool is_signed() const;

private:
    std::vector<MimeField> fields_;
    std::vector<AddressField> recipients_;
};

/// Cuts those of the head's mailboxes, counted over all its fields, that `keep(index)` says no to; fields left without
/// anyone go whole. Places are in `message`.
template <class Keep>
void keep_recipients(std::string_view message, MimeHead const& head, Keep const& keep,
                     providers::Cuts& cuts)
{
    std::size_t first = 0;
    for (AddressField const& field : head.recipients()) {
        auto const value = message.substr(field.value_begin, field.end - field.value_begin);
        auto const keeps = [&](std::size_t i) { return keep(first + i); };
        bool const kept = field.list.all().empty() ||
                          keep_mailboxes(field.list, Spelt::as_is(message, value), keeps, cuts);
        if (!kept) cuts.push_back({field.begin, field.end});
        first += field.list.all().size();
    }
}

/// What the message says, by all its parts.
model::Text text_of_message(std::string_view message);

}  // namespace wire
