#include "providers/sms/vonage_key.hpp"

#include "providers/auth/digest.hpp"
#include "providers/auth/scheme.hpp"
#include "providers/auth/secret.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace providers::vonage_api {
namespace {

/// What the configuration calls a method, and OpenSSL its hash.
constexpr std::array<std::pair<std::string_view, char const*>, 5> methods{{{plain_md5, "MD5"},
                                                                           {"md5", "MD5"},
                                                                           {"sha1", "SHA1"},
                                                                           {"sha256", "SHA256"},
                                                                           {"sha512", "SHA512"}}};

char const* find_hash(std::string_view method)
{
    auto const* found =
        std::ranges::find(methods, method, [](auto const& one) { return one.first; });
    return found == methods.end() ? nullptr : found->second;
}

}  // namespace

Key read_key(std::string_view text)
{
    std::array<std::string_view, 4> parts{};
    std::size_t pair_end = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < parts.size() && at <= text.size(); ++i) {
        auto const end = i + 1 < parts.size() ? text.find(':', at) : std::string_view::npos;
        parts[i] = text.substr(at, end == std::string_view::npos ? end : end - at);
        at += parts[i].size();
        if (i == 1) pair_end = at;
        ++at;
    }
    Key key{parts[0], parts[1], text.substr(0, pair_end), parts[2]};
    if (!parts[3].empty()) key.method = parts[3];
    return key;
}

bool is_key(std::string_view text)
{
    auto const key = read_key(text);
    bool const whole = text == key.pair || (!key.signature_secret.empty() && !text.ends_with(':'));
    return auth::is_pair(key.pair) && auth::is_token(text) && whole &&
           find_hash(key.method) != nullptr;
}

std::string sig_of(Parameters const& said, Key const& key)
{
    auto parameters = said.all;
    std::erase_if(parameters, [](auto const& one) { return one.first == "sig"; });
    std::ranges::stable_sort(parameters, {}, [](auto const& one) { return one.first; });
    std::string text;
    for (auto& [name, value] : parameters) {
        std::ranges::replace_if(value, [](char c) { return c == '&' || c == '='; }, '_');
        text.append("&").append(name).append("=").append(value);
    }
    auto const* hash = EVP_get_digestbyname(find_hash(key.method));
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    bool made = false;
    if (key.method == plain_md5) {
        text += key.signature_secret;
        made = EVP_Digest(text.data(), text.size(), bytes.data(), &size, hash, nullptr) == 1;
        auth::wipe(text);
    } else {
        made =
            HMAC(hash, key.signature_secret.data(), static_cast<int>(key.signature_secret.size()),
                 reinterpret_cast<unsigned char const*>(text.data()), text.size(), bytes.data(),
                 &size) != nullptr;
    }
    if (!made) throw std::runtime_error("Vonage: " + std::string{key.method} + " can't be had");
    return auth::hex(std::span{bytes}.first(size));
}

}  // namespace providers::vonage_api
