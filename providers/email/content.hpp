// providers/email/content.hpp: what letters in JSON say, where providers spell it alike.
#pragma once

#include "providers/wire/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace providers::email {

/// Every string and number within, in order.
void gather_texts(wire::Value within, std::vector<std::string>& texts);

/// The same in JSON that a text holds, as a template's data; nothing where it is none.
void gather_json_texts(std::string_view json, std::vector<std::string>& texts);

/// Whether an array of {"Name", "Value"} has that name, in any case.
bool has_header(wire::Value headers, std::string_view name);

/// An array of {"Name", "Value"}, or an object of names, that names recipients anew: what the provider makes of it is not
/// known. A line break in a value counts, for behind it another field may stand.
bool names_recipients(wire::Value headers);
bool breaks_the_line(std::string_view value);

}  // namespace providers::email
