// gateway/admin/transfer/fields.hpp: what a row of a file may say, whatever its columns are called.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin::transfer {

enum class Field : std::uint8_t {
    record,    ///< "customer", "contact", "preference" or "suppression"; else told by what is there
    customer,  ///< an id
    address,
    phone,  ///< columns that hold one kind of address only
    email,
    kind,
    name,
    carbon_copy_of,
    start,  ///< what a new customer's channels begin with
    label,
    channel,
    covers,
    state,
    suppression,
    sender,
    source,
    evidence,
    at,        ///< when it was said
    reason,    ///< the provider's word for why
    origin,    ///< the provider's word for who
    tag,       ///< a provider's group or tag
    contacts,  ///< addresses with labels, as the API has them
};
inline constexpr std::array<std::string_view, 22> field_names{
    "record",   "customer", "address", "phone",  "email", "kind",        "name",   "carbon_copy_of",
    "start",    "label",    "channel", "covers", "state", "suppression", "sender", "source",
    "evidence", "at",       "reason",  "origin", "tag",   "contacts"};

constexpr std::string_view name_of(Field field)
{
    return field_names[static_cast<std::size_t>(field)];
}

std::optional<Field> find_field(std::string_view name);

/// A name as it is compared: "Email Address", "email_address" and "EmailAddress" are one.
std::string plain_name(std::string_view name);

/// One of several contacts in a row.
struct SaidContact {
    std::string_view address;
    std::string_view label;
};

/// One row. What it refers to is the reader's; an empty cell says nothing.
class Fields {
public:
    std::vector<SaidContact> contacts;  ///< beside the fields

    std::string_view operator[](Field field) const
    {
        return texts_[static_cast<std::size_t>(field)];
    }
    void set(Field field, std::string_view text) { texts_[static_cast<std::size_t>(field)] = text; }
    void clear()
    {
        texts_ = {};
        contacts.clear();
    }

private:
    std::array<std::string_view, field_names.size()> texts_{};
};

}  // namespace gateway::admin::transfer
