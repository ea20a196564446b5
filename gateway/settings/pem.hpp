// gateway/settings/pem.hpp: whether certificate and key files (PEM, RFC 7468) can be used, judged
// at start rather than at the first handshake.
#pragma once

#include <optional>
#include <string>

namespace gateway::settings {

/// What is wrong with a file that must hold at least one certificate; none: nothing.
std::optional<std::string> trouble_with_certificates(std::string const& file);
/// What is wrong with a key file, or with it as the key of the first certificate in `certificate`.
std::optional<std::string> trouble_with_key(std::string const& file,
                                            std::string const& certificate);

}  // namespace gateway::settings
