// gateway/settings/secrets.hpp: what the configuration must not hold in the clear.
//
//   reference  "env:" NAME | "file:" PATH     one line end behind the secret is not part of it
//   digest     "sha256:" 64 hex digits | reference, of which we keep the digest only
#pragma once

#include "providers/auth/secret.hpp"
#include "store/model/result.hpp"

#include <string>
#include <string_view>

namespace gateway::settings {

bool is_reference(std::string_view text);
/// The secret a reference stands for; never empty. Problems have no place and never hold the
/// secret.
model::Result<std::string> read_reference(std::string_view reference);
/// The same, for what must not be found in our memory: only by reference, and an environment variable's text is
/// overwritten when it was read (a later reading, on a reload, is given it again).
model::Result<providers::auth::Secret> read_secret(std::string_view reference);
/// SHA-256, 64 lower-case hex digits.
std::string sha256(std::string_view bytes);
model::Result<std::string> read_digest(std::string_view text);

}  // namespace gateway::settings
