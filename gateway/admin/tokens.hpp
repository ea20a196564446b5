// gateway/admin/tokens.hpp: who may call. A token is a secret of 256 random bits; the store keeps
// its SHA-256 only.
#pragma once

#include "store/model/token.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin {

/// "optgate_" and 64 hex digits: 256 bits of the operating system's randomness.
std::string new_secret();

/// SHA-256 of a secret, hex.
std::string digest_of(std::string_view secret);

/// A name that can't be guessed: 32 hexadecimal digits.
std::string new_id();

/// 1 to 64 letters, digits, ".", "_" or "-"; the name a change is recorded under.
bool is_token_name(std::string_view name);

/// What `OPTGATE_ADMIN_TOKEN` holds; empty: nothing.
std::string admin_token_of_environment();

/// The token of the environment is called this in the ledger; no stored token may be.
inline constexpr std::string_view environment_token = "environment";

/// The tokens that count now, and when they were read. Used by one thread.
class Tokens {
public:
    explicit Tokens(std::string_view admin_secret);

    void replace(std::vector<model::Token> stored, std::chrono::steady_clock::time_point now);
    /// Whether another process may have changed them since they were read.
    bool stale(std::chrono::steady_clock::time_point now) const;
    /// The token behind a secret. Takes the same time wherever, or whether, it is found.
    std::optional<model::Token> find(std::string_view secret) const;

private:
    std::optional<model::Token> environment_;
    std::vector<model::Token> stored_;
    std::optional<std::chrono::steady_clock::time_point> read_;
};

}  // namespace gateway::admin
