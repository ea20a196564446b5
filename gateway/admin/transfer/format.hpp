// gateway/admin/transfer/format.hpp: how a file's rows become changes. A format is a value: names of columns, and a
// pure function from a row to changes.
//
//   optgate   our own: customers, contacts, preferences and suppressions; what `optgate export` writes
//   others    the suppression lists of providers, as their consoles and APIs give them out (providers.cpp)
#pragma once

#include "gateway/admin/transfer/fields.hpp"
#include "gateway/settings/settings.hpp"
#include "store/model/ledger.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin::transfer {

/// What is wrong with a row, and in which field.
struct Wrong {
    Field field = Field::address;
    std::string what;
};

/// What all rows of a file have in common.
struct Context {
    Settings const& settings;
    model::Attribution by;  ///< source and evidence are the row's where it has some
    Fields given;           ///< said for every row that does not say it
    bool prevent_duplicates = true;
};

struct Column {
    Field field;
    std::string_view names;  ///< plain names, "|" between them; a file has one of them at most
};

using Changes = std::vector<model::Change>;

struct Format {
    std::string_view name;
    std::span<Column const> columns;
    std::span<Field const> needed;  ///< one of them must have a column
    std::optional<Wrong> (*read)(Fields const& row, Context const& context, Changes& changes);
    bool wrapped = true;  ///< its JSON may be one document around a list
};

/// The first is our own.
std::span<Format const> formats();
Format const* find_format(std::string_view name);

// row.cpp: what the formats share.

/// The row's word, or what was given for all.
std::string_view said(Fields const& row, Context const& context, Field field);
/// As stops keep it.
std::string sender_in(std::string_view spelling, Context const& context);
/// When a row says that it was: RFC 3339's date or date-time (UTC where it has no offset), or seconds since 1970.
std::optional<model::Time> read_at(std::string_view at);
/// Who says so: `source` where neither row nor file names one; `evidence` with the time at its end.
model::Attribution attribution(Fields const& row, Context const& context, std::string_view source,
                               std::string evidence);
/// The address in the first of these fields that is not empty.
struct Addressed {
    std::optional<model::Address> address;
    Wrong wrong;  ///< where there is none
};
Addressed address_in(Fields const& row, Context const& context, std::span<Field const> fields);
inline constexpr std::array address_fields{Field::address, Field::phone, Field::email};
/// Those that may hold a contact's.
inline constexpr std::array contact_fields{Field::address, Field::phone, Field::email,
                                           Field::contacts};

// own.cpp, providers.cpp
extern Format const own_format;
std::span<Format const> provider_formats();

}  // namespace gateway::admin::transfer
