#include "store/ledger/chain.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <stdexcept>

namespace store {
namespace {

using Key = std::array<std::uint8_t, 32>;

Key key_for(std::string_view use, std::span<std::uint8_t const, 16> secret)
{
    // Without it libsodium hashes with its portable code, at half the speed. Any thread, any number of times.
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't be used here");
    Key key{};
    crypto_generichash(key.data(), key.size(), reinterpret_cast<std::uint8_t const*>(use.data()),
                       use.size(), secret.data(), secret.size());
    return key;
}

void add(std::string& text, std::span<std::uint8_t const> bytes)
{
    text.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
}

void add(std::string& text, std::uint64_t number)
{
    static_assert(std::endian::native == std::endian::little, "numbers go in little-endian");
    auto const bytes = std::bit_cast<std::array<char, sizeof number>>(number);
    text.append(bytes.data(), bytes.size());
}

void add_with_length(std::string& text, std::string_view part)
{
    add(text, std::uint64_t{part.size()});
    text += part;
}

}  // namespace

Chain::Chain(std::span<std::uint8_t const, 16> secret)
    : digest_key_{key_for("optgate ledger digest", secret)},
      hash_key_{key_for("optgate ledger hash", secret)}
{
}

Digest Chain::finish(Key const& key)
{
    Digest digest{};
    crypto_generichash(digest.data(), digest.size(),
                       reinterpret_cast<std::uint8_t const*>(text_.data()), text_.size(),
                       key.data(), key.size());
    return digest;
}

Digest Chain::digest_of(std::span<std::uint8_t const> salt, Personal const& personal)
{
    text_.clear();
    add(text_, salt);
    for (auto const part : {personal.actor, personal.evidence, personal.customer, personal.address,
                            personal.before, personal.after, personal.note}) {
        add_with_length(text_, part);
    }
    return finish(digest_key_);
}

Digest Chain::hash_of(Digest const& before, Lasting const& lasting,
                      std::span<std::uint8_t const> digest)
{
    text_.clear();
    add(text_, before);
    add(text_, static_cast<std::uint64_t>(lasting.sequence));
    add(text_, static_cast<std::uint64_t>(lasting.at));
    add_with_length(text_, lasting.action);
    add_with_length(text_, lasting.source);
    add(text_, digest);
    return finish(hash_key_);
}

Salt Salts::next()
{
    if (used_ == drawn_.size()) {
        // The kernel gives 256 bytes a call; a seed of its is spread by ChaCha20.
        std::array<std::uint8_t, randombytes_SEEDBYTES> seed{};
        randombytes_buf(seed.data(), seed.size());
        randombytes_buf_deterministic(drawn_.data(), sizeof drawn_, seed.data());
        used_ = 0;
    }
    return drawn_[used_++];
}

std::string to_hex(std::span<std::uint8_t const> bytes)
{
    std::string hex(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
    hex.pop_back();
    return hex;
}

std::string to_string(Head const& head)
{
    return std::to_string(head.sequence) + ":" + to_hex(head.hash);
}

std::optional<Head> read_head(std::string_view text)
{
    Head head;
    auto const colon = std::min(text.find(':'), text.size());
    std::string const digits{text.substr(0, colon)};
    auto const* const last = digits.data() + digits.size();
    auto const [end, failed] = std::from_chars(digits.data(), last, head.sequence);
    if (failed != std::errc{} || end != last || head.sequence < 0) return std::nullopt;
    std::string const hex{text.substr(std::min(colon + 1, text.size()))};
    std::size_t size = 0;
    bool const read = sodium_hex2bin(head.hash.data(), head.hash.size(), hex.data(), hex.size(),
                                     nullptr, &size, nullptr) == 0;
    if (!read || size != head.hash.size()) return std::nullopt;
    return head;
}

}  // namespace store
