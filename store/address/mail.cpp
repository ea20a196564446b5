#include "store/address/mail.hpp"

#include "store/address/ascii.hpp"
#include "store/address/domain.hpp"
#include "store/address/mailbox.hpp"

#include <unicase.h>
#include <uninorm.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace address {
namespace {

using model::Address;
using model::Problem;
using model::Result;

constexpr std::size_t longest_local = 64;  // octets, RFC 5321 §4.5.3.1
constexpr std::size_t longest_mail = 254;
constexpr std::size_t longest_label = 63;

/// atext of RFC 5322 §3.2.3 and, by RFC 6532 §3.2, everything beyond ASCII.
constexpr std::array<bool, 256> make_atext()
{
    std::array<bool, 256> atext{};
    for (std::size_t c = 0; c < 256; ++c) {
        auto const ch = static_cast<char>(c);
        atext[c] = c >= 0x80 || is_letter(ch) || is_digit(ch);
    }
    for (char const c : std::string_view{"!#$%&'*+-/=?^_`{|}~"}) {
        atext[static_cast<unsigned char>(c)] = true;
    }
    return atext;
}
constexpr auto atext = make_atext();
constexpr bool is_atext(char c)
{
    return atext[static_cast<unsigned char>(c)];
}

bool is_dot_atom(std::string_view text)
{
    bool wants_atext = true;
    for (char const c : text) {
        if (c == '.' ? wants_atext : !is_atext(c)) return false;
        wants_atext = c == '.';
    }
    return !wants_atext;
}

std::string quoted(std::string_view content)
{
    std::string text{"\""};
    for (char const c : content) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text += '"';
}

/// Case folded and composed (RFC 6530 §10.1 asks for NFC).
std::optional<std::string> folded_once(std::string_view text)
{
    std::size_t length = 0;
    std::unique_ptr<std::uint8_t, void (*)(void*)> const folded{
        u8_casefold(reinterpret_cast<std::uint8_t const*>(text.data()), text.size(), nullptr,
                    UNINORM_NFC, nullptr, &length),
        std::free};
    if (!folded) return std::nullopt;
    return std::string{reinterpret_cast<char const*>(folded.get()), length};
}

/// Folding and composing may each make work for the other once more: until nothing changes.
std::optional<std::string> folded(std::string text)
{
    if (is_ascii(text)) {
        to_lower(text);
        return text;
    }
    for (int i = 0; i < 4; ++i) {
        auto again = folded_once(text);
        if (!again || *again == text) return again;
        text = std::move(*again);
    }
    return std::nullopt;
}

Result<Address> canonical(Mailbox mailbox)
{
    auto local = folded(std::move(mailbox.local));
    if (!local || local->empty() || std::ranges::any_of(*local, is_control)) {
        return Problem{"not a mail address", {}};
    }
    if (local->size() > longest_local) return Problem{"local part too long", {}};
    auto const domain = read_domain(mailbox.domain);
    if (!domain) return Problem{"not a domain name", {}};
    auto mail = is_dot_atom(*local) ? std::move(*local) : quoted(*local);
    mail.append("@").append(*domain);
    if (mail.size() > longest_mail) return Problem{"mail address too long", {}};
    return Address::restored(std::move(mail));
}

/// Locals of atoms and dots, also where the dots stand as no dot-atom allows: some Japanese
/// carriers gave out "a..b@" and "a.@", which everybody writes without quotes.
std::optional<Mailbox> without_extras(std::string_view spelling)
{
    auto const at = spelling.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    auto const local = spelling.substr(0, at);
    auto const domain = spelling.substr(at + 1);
    auto const fits = [](char c) { return is_atext(c) || c == '.'; };
    if (!std::ranges::all_of(local, fits) || !std::ranges::all_of(domain, fits))
        return std::nullopt;
    return Mailbox{std::string{local}, std::string{domain}};
}

/// What each byte is in lower case; 0: it may not stand there.
using Lowered = std::array<char, 256>;

template <class Holds>
constexpr Lowered make_lowered(Holds const& holds)
{
    Lowered lowered{};
    for (std::size_t c = 0; c < 0x80; ++c) {
        auto const ch = static_cast<char>(c);
        lowered[c] = ch == '.' || holds(ch) ? lower(ch) : '\0';
    }
    return lowered;
}
constexpr auto in_local = make_lowered(is_atext);
constexpr auto in_domain =
    make_lowered([](char c) { return is_letter(c) || is_digit(c) || c == '-'; });

/// Atoms with a dot between any two, in lower case, to `to`; false: it is no such text. `edge`: a byte that may not be
/// the first or last of an atom.
bool put_atoms(char* to, std::string_view text, Lowered const& lowered, char edge)
{
    char before = '.';
    for (char const c : text) {
        char const is = lowered[static_cast<unsigned char>(c)];
        if (is == '\0') return false;
        if (is == '.' && (before == '.' || before == edge)) return false;
        if (is == edge && before == '.') return false;
        *to++ = before = is;
    }
    return before != '.' && before != edge;
}

}  // namespace

std::optional<std::string> read_plain_mail(std::string_view spelling)
{
    auto const at = spelling.find('@');
    if (at == std::string_view::npos || spelling.size() > longest_mail) return std::nullopt;
    auto const domain = spelling.substr(at + 1);
    // A longer domain may still have no label that is too long: it takes the longer way.
    if (at > longest_local || domain.size() > longest_label) return std::nullopt;
    constexpr char none = '\0';
    std::string mail{spelling};
    auto const holds = put_atoms(mail.data(), spelling.substr(0, at), in_local, none) &&
                       put_atoms(mail.data() + at + 1, domain, in_domain, '-');
    return holds ? std::optional{std::move(mail)} : std::nullopt;
}

Result<Address> read_mail(std::string_view spelling)
{
    if (auto plain = without_extras(spelling)) return canonical(std::move(*plain));
    auto mailbox = read_mailbox(spelling);
    if (!mailbox) return mailbox.error();
    return canonical(std::move(*mailbox));
}

}  // namespace address
