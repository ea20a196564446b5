#include "providers/wire/basic_auth.hpp"

#include "providers/wire/text.hpp"

#include <openssl/evp.h>

#include <limits>

namespace wire {
namespace {

constexpr std::size_t longest = 8192;

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

std::optional<Credentials> read_basic(std::string_view authorization)
{
    constexpr std::string_view scheme = "basic ";
    if (!same_but_for_case(authorization.substr(0, scheme.size()), scheme)) return std::nullopt;
    std::string_view const encoded = authorization.substr(scheme.size());
    if (encoded.size() > longest) return std::nullopt;
    auto const bytes = from_base64(encoded);
    if (!bytes) return std::nullopt;
    std::string const& decoded = *bytes;
    auto const colon = decoded.find(':');
    if (colon == std::string::npos) return std::nullopt;
    return Credentials{decoded.substr(0, colon), decoded.substr(colon + 1)};
}

std::optional<std::string> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0 || text.size() > std::numeric_limits<int>::max()) return std::nullopt;
    std::string bytes(text.size(), '\0');
    int const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                                     static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    // EVP_DecodeBlock counts the zeros that padding stands for.
    auto const padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    if (padding > static_cast<unsigned>(size)) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string base64(std::string_view bytes)
{
    std::string encoded((bytes.size() + 2) / 3 * 4 + 1, '\0');
    int const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                     bytes_of(bytes), static_cast<int>(bytes.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return encoded;
}

}  // namespace wire
