// providers/sms/vonage_key.hpp: a credential of Vonage's SMS API, and the signature that one makes.
//   sig = hex(md5(text + signature secret)), or hex(HMAC(signature secret, text)) with MD5, SHA-1, SHA-256 or SHA-512,
//   text = "&name=value" of all other parameters in the order of their names, "&" and "=" in a value as "_"
// Source: Vonage's Node SDK, @vonage/sms 1.21.0, whose check of webhooks agrees (read 2026-11).
#pragma once

#include "providers/sms/vonage.hpp"

#include <string>
#include <string_view>

namespace providers::vonage_api {

/// "md5hash" is no HMAC; the others are: "md5", "sha1", "sha256", "sha512".
inline constexpr std::string_view plain_md5 = "md5hash";

struct Key {
    std::string_view id, secret;
    std::string_view pair;              ///< "KEY:SECRET"
    std::string_view signature_secret;  ///< empty: such a key signs nothing
    std::string_view method = plain_md5;
};

/// "KEY:SECRET", "KEY:SECRET:SIGNATURE_SECRET" or "KEY:SECRET:SIGNATURE_SECRET:METHOD".
bool is_key(std::string_view text);
Key read_key(std::string_view text);

/// Lower-case hex. A parameter "sig" is not of what is signed.
std::string sig_of(Parameters const& parameters, Key const& key);

}  // namespace providers::vonage_api
