// providers/wire/form.hpp: an application/x-www-form-urlencoded body (WHATWG URL §5.1), in the one
// way it can be read.
//
//   To=%2B14155550100&Body=Hi+all&MediaUrl=a&MediaUrl=b
//   ^begin           ^end                                  of the first field
//
// Stricter than browsers: a percent sign must be followed by two hex digits; a field stands once
// unless the dialect calls it a list; a bare ";" must not look like a separator, as HTML 4.01
// §B.2.2 allowed; at most 1000 fields. Written by hand because Boost.URL refuses the raw UTF-8 that
// callers without a library send.
#pragma once

#include "store/model/result.hpp"

#include <cstddef>
#include <forward_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

struct Field {
    std::string_view key;  ///< decoded
    std::string_view raw;  ///< the value as it came
    std::size_t begin = 0;
    std::size_t end = 0;
    bool is_escaped = false;  ///< the value holds "%" or "+"

    /// The value decoded; "+" is a space.
    std::string value() const;
};

class Form {
public:
    /// Views `body`, which must outlive it. A problem names its field by number: keys may be
    /// anything.
    static model::Result<Form> read(std::string_view body, std::span<std::string_view const> lists);

    std::vector<Field> const& fields() const { return fields_; }
    Field const* find(std::string_view key) const;
    /// The decoded value of a field; empty where there is none.
    std::string value(std::string_view key) const;

private:
    std::vector<Field> fields_;
    std::forward_list<std::string> decoded_keys_;  // views into it stay where they are
};

/// A field whose letters are those of `name`, yet is not it ("to", "To[]", "To.1"): readers differ
/// on what it is.
bool has_misspelt(std::span<Field const> fields, std::string_view name);
inline bool has_misspelt(Form const& form, std::string_view name)
{
    return has_misspelt(form.fields(), name);
}

/// A field as a form spells it: letters, digits and "-._*" as they are, space as "+".
void append_field(std::string& form, std::string_view key, std::string_view value);

}  // namespace wire
