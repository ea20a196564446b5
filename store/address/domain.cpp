#include "store/address/domain.hpp"

#include "store/address/ascii.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

namespace address {
namespace {

constexpr std::size_t longest_domain = 253;  // 255 octets on the wire (RFC 1035 §2.3.4)
constexpr std::size_t longest_label = 63;

/// Letters, digits, hyphens inside; the underscore is no host name's, but it does occur.
bool is_label(std::string_view label)
{
    auto const fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, fits);
}

bool is_domain(std::string_view domain)
{
    if (domain.empty() || domain.size() > longest_domain) return false;
    while (true) {
        auto const dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        domain.remove_prefix(dot + 1);
    }
}

std::optional<std::string> to_a_labels(std::string const& domain)
{
    char* converted = nullptr;
    int const status =
        idn2_to_ascii_8z(domain.c_str(), &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    std::unique_ptr<char, void (*)(void*)> const owned{converted, idn2_free};
    if (status != IDN2_OK) return std::nullopt;
    return std::string{converted};
}

}  // namespace

std::optional<std::string> read_domain(std::string_view spelling)
{
    std::string domain{spelling};
    if (!is_ascii(domain)) {
        auto converted = to_a_labels(domain);
        if (!converted) return std::nullopt;
        domain = std::move(*converted);
    }
    if (domain.ends_with('.')) domain.pop_back();
    to_lower(domain);
    if (!is_domain(domain)) return std::nullopt;
    return domain;
}

}  // namespace address
