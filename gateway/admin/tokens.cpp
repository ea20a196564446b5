#include "gateway/admin/tokens.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <stdexcept>

namespace gateway::admin {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t id_bytes = 16;
constexpr std::chrono::seconds freshness{
    1};  // how long a token removed by the command still counts

std::string hex(std::span<unsigned char const> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::string random_hex(std::size_t count)
{
    std::vector<unsigned char> bytes(count);
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("the operating system gave no random bytes");
    }
    return hex(bytes);
}

bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string new_secret()
{
    return "optgate_" + random_hex(secret_bytes);
}

std::string new_id()
{
    return random_hex(id_bytes);
}

std::string digest_of(std::string_view secret)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(secret.data(), secret.size(), digest.data(), &size, EVP_sha256(), nullptr) !=
        1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    return hex(std::span{digest}.first(size));
}

bool is_token_name(std::string_view name)
{
    auto const allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return !name.empty() && name.size() <= 64 && name != environment_token &&
           std::all_of(name.begin(), name.end(), allowed);
}

std::string admin_token_of_environment()
{
    char const* const value = std::getenv("OPTGATE_ADMIN_TOKEN");
    return value == nullptr ? std::string{} : std::string{value};
}

Tokens::Tokens(std::string_view admin_secret)
{
    if (admin_secret.empty()) return;
    environment_ = model::Token{
        std::string{environment_token}, model::Role::admin, digest_of(admin_secret), {}};
}

void Tokens::replace(std::vector<model::Token> stored, std::chrono::steady_clock::time_point now)
{
    stored_ = std::move(stored);
    read_ = now;
}

bool Tokens::stale(std::chrono::steady_clock::time_point now) const
{
    return !read_ || now - *read_ >= freshness;
}

std::optional<model::Token> Tokens::find(std::string_view secret) const
{
    auto const digest = digest_of(secret);
    model::Token const* found = nullptr;
    for (auto const& token : stored_) {
        if (same(token.digest, digest)) found = &token;
    }
    if (environment_ && same(environment_->digest, digest)) found = &*environment_;
    return found == nullptr ? std::nullopt : std::optional{*found};
}

}  // namespace gateway::admin
