// gateway/settings/document.hpp: a TOML text (toml.io v1.0.0) as plain values that know their
// place. The one file that sees toml++ is document.cpp. Tables keep the order of the file, which
// toml++'s own sorted tables don't: the order of categories and applications means something.
#pragma once

#include "store/model/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gateway::settings {

/// Counted from 1; line 0: no place in the file.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    auto operator<=>(Place const&) const = default;
};

/// "FILE:LINE:COLUMN", or "FILE" where there is no line.
std::string to_string(Place place, std::string const& file);

struct Entry;
struct Value;
using Entries = std::vector<Entry>;
using Values = std::vector<Value>;

/// A TOML type no key of ours takes: a float, a date, a time.
struct Untaken {};

struct Value {
    Place place;
    std::variant<Untaken, bool, std::int64_t, std::string, Values, Entries> is;
};

struct Entry {
    std::string key;
    Place place;  ///< of the key
    Value value;
};

/// The entries of the whole text, in its order. `file` stands for it in problems.
model::Result<Entries> read_document(std::string_view text, std::string const& file);

}  // namespace gateway::settings
