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

/// Appends a dot-atom in lower case; false: it is none, or not ASCII.
bool append_local(std::string& mail, std::string_view local)
{
    if (local.empty() || local.size() > longest_local) return false;
    char before = '.';
    for (char const c : local) {
        if (c == '.' ? before == '.' : !is_atext(c) || static_cast<signed char>(c) < 0)
            return false;
        mail += lower(c);
        before = c;
    }
    return before != '.';
}

/// Appends a domain of letters, digits and hyphens in lower case; false: it is none.
bool append_domain(std::string& mail, std::string_view domain)
{
    char before = '.';
    std::size_t label = 0;
    for (char const c : domain) {
        bool const edge = before == '.' || before == '-';
        if (c == '.' ? edge : !is_letter(c) && !is_digit(c) && (c != '-' || before == '.')) {
            return false;
        }
        label = c == '.' ? 0 : label + 1;
        if (label > longest_label) return false;
        mail += lower(c);
        before = c;
    }
    return before != '.' && before != '-';
}

}  // namespace

std::optional<std::string> read_plain_mail(std::string_view spelling)
{
    auto const at = spelling.find('@');
    if (at == std::string_view::npos || spelling.size() > longest_mail) return std::nullopt;
    std::string mail;
    mail.reserve(spelling.size());
    if (!append_local(mail, spelling.substr(0, at))) return std::nullopt;
    mail += '@';
    if (!append_domain(mail, spelling.substr(at + 1))) return std::nullopt;
    return mail;
}

Result<Address> read_mail(std::string_view spelling)
{
    if (auto plain = without_extras(spelling)) return canonical(std::move(*plain));
    auto mailbox = read_mailbox(spelling);
    if (!mailbox) return mailbox.error();
    return canonical(std::move(*mailbox));
}

}  // namespace address
