#include "gateway/settings/secrets.hpp"

#include "gateway/settings/file.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>

namespace gateway::settings {

namespace {

/// A text could begin a Problem too, so a Result of a text must be told.
model::Result<std::string> found(std::string text)
{
    return {boost::system::in_place_value, std::move(text)};
}

constexpr std::string_view env = "env:";
constexpr std::string_view file = "file:";
constexpr std::string_view digest = "sha256:";

model::Result<std::string> from_environment(std::string const& name)
{
    char const* const value = std::getenv(name.c_str());
    if (!value || !*value) {
        return model::Problem{"names the environment variable " + name + ", which is not set", ""};
    }
    return found(value);
}

model::Result<std::string> from_file(std::string const& path)
{
    auto const text = read_file(path);
    if (!text) return model::Problem{"names the file " + path + ", which can't be read", ""};
    auto secret = *text;
    if (secret.ends_with('\n')) secret.pop_back();
    if (secret.ends_with('\r')) secret.pop_back();
    if (secret.empty()) return model::Problem{"names the file " + path + ", which is empty", ""};
    return found(std::move(secret));
}

/// What was taken out of the environment: the one thing here that lives as long as the process, as the environment
/// itself does.
std::map<std::string, providers::auth::Secret>& taken_from_environment()
{
    static std::map<std::string, providers::auth::Secret> taken;
    return taken;
}

providers::auth::Secret take_from_environment(std::string const& name)
{
    static std::mutex mutex;
    std::lock_guard const lock{mutex};
    auto& taken = taken_from_environment()[name];
    char* const value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') {
        auto const size = std::strlen(value);
        taken = providers::auth::Secret{{value, size}};
        OPENSSL_cleanse(value, size);
    }
    return taken;
}

char lower_hex(char c)
{
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_reference(std::string_view text)
{
    return text.starts_with(env) || text.starts_with(file);
}

model::Result<std::string> read_reference(std::string_view reference)
{
    if (reference.starts_with(env)) {
        return from_environment(std::string{reference.substr(env.size())});
    }
    return from_file(std::string{reference.substr(file.size())});
}

model::Result<providers::auth::Secret> read_secret(std::string_view reference)
{
    using providers::auth::Secret;
    if (reference.starts_with(env)) {
        std::string const name{reference.substr(env.size())};
        auto secret = take_from_environment(name);
        if (!secret.empty()) return secret;
        return model::Problem{"names the environment variable " + name + ", which is not set", ""};
    }
    if (!reference.starts_with(file)) {
        return model::Problem{"is kept elsewhere: \"env:NAME\" or \"file:PATH\"", ""};
    }
    auto text = from_file(std::string{reference.substr(file.size())});
    if (!text) return text.error();
    Secret secret{*text};
    providers::auth::wipe(*text);
    return secret;
}

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), raw.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(size * 2);
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[raw[i] >> 4U];
        hex += digits[raw[i] & 15U];
    }
    return hex;
}

model::Result<std::string> read_digest(std::string_view text)
{
    if (is_reference(text)) {
        auto secret = read_reference(text);
        if (!secret) return secret.error();
        return found(sha256(*secret));
    }
    std::string hex{text.starts_with(digest) ? text.substr(digest.size()) : std::string_view{}};
    std::transform(hex.begin(), hex.end(), hex.begin(), lower_hex);
    if (hex.size() != 64 || hex.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return model::Problem{"is \"sha256:\" and 64 hex digits, \"env:NAME\" or \"file:PATH\"",
                              ""};
    }
    return found(std::move(hex));
}

}  // namespace gateway::settings
