// gateway/sandbox/form.hpp: application/x-www-form-urlencoded by Boost.URL (WHATWG URL §5.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::sandbox {

using Form = std::vector<std::pair<std::string, std::string>>;

/// Keys and values decoded, in order, repetitions kept. None: a broken percent escape.
std::optional<Form> read_form(std::string_view text);

/// The first value of a key, or empty.
std::string_view first(Form const& form, std::string_view key);
std::string_view first(Form const&& form, std::string_view key) = delete;  ///< would dangle
std::vector<std::string> all(Form const& form, std::string_view key);

}  // namespace gateway::sandbox
