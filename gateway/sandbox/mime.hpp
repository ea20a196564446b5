// gateway/sandbox/mime.hpp: addresses, raw messages and multipart forms, as GMime alone reads them.
#pragma once

#include "gateway/sandbox/form.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::sandbox {

/// The addr-specs of a list, members of groups among them.
std::vector<std::string> read_addresses(std::string_view list);

/// Everybody a raw message's headers would send it to.
std::vector<std::string> message_recipients(std::string_view message);

/// The value of a header; empty where there is none.
std::string message_header(std::string_view message, char const* name);

/// A multipart/form-data body: names and contents, in order. None: it is none.
std::optional<Form> read_multipart(std::string_view body, std::string_view content_type);

/// Standard alphabet. None: it is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace gateway::sandbox
