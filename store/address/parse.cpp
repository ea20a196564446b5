// store/address/parse.cpp: tells the forms apart. What is canonical already, or nearly, takes the
// short way.
#include "store/address/parse.hpp"

#include "store/address/ascii.hpp"
#include "store/address/mail.hpp"
#include "store/address/phone.hpp"

#include <unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace address {
namespace {

using model::Address;
using model::Problem;
using model::Result;

constexpr std::size_t longest_spelling = 1024;
constexpr std::size_t longest_opaque = 256;

/// What a spelling's scheme says about the rest of it.
struct Scheme {
    std::string_view name;  ///< with its colon
    enum class Of { mail, phone, phone_or_id } of;
};

// RFC 3966 (tel), RFC 5724 (sms), RFC 6068 (mailto); the others are providers' own.
constexpr std::array schemes{
    Scheme{"tel:", Scheme::Of::phone},
    Scheme{"sms:", Scheme::Of::phone},
    Scheme{"smsto:", Scheme::Of::phone},
    Scheme{"mms:", Scheme::Of::phone},
    Scheme{"rcs:", Scheme::Of::phone},
    Scheme{"mailto:", Scheme::Of::mail},
    Scheme{"whatsapp:", Scheme::Of::phone_or_id},
    Scheme{"viber:", Scheme::Of::phone_or_id},
};

Result<Address> read_opaque(std::string_view scheme, std::string_view id)
{
    auto const visible = [](char c) { return c > ' ' && c < 0x7F; };
    if (id.empty() || !std::ranges::all_of(id, visible)) return Problem{"not an id", {}};
    if (scheme.size() + id.size() > longest_opaque) return Problem{"id too long", {}};
    return Address::restored(std::string{scheme}.append(id));
}

/// Whether an id can't be but a number: a WhatsApp one that begins with "+" or a digit (its ids begin
/// with a country's letters), a Viber one that is "+" and no letter (its ids are base64).
bool is_meant_as_phone(std::string_view scheme, std::string_view rest)
{
    bool const has_plus = rest.starts_with('+');
    if (scheme == "whatsapp:") return has_plus || (!rest.empty() && is_digit(rest.front()));
    auto const is_base64 = [](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '='; };
    return has_plus && std::ranges::none_of(rest, is_base64);
}

/// What is meant as a number and is none is no id: nobody ever stopped that one.
Result<Address> read_phone_or_id(std::string_view scheme, std::string_view rest,
                                 std::string_view region)
{
    if (is_meant_as_phone(scheme, rest)) return read_phone(rest, region, Bare::international);
    return read_opaque(scheme, rest);
}

Result<Address> read_scheme(Scheme const& scheme, std::string_view rest, std::string_view region)
{
    rest = trimmed(rest);
    switch (scheme.of) {
        case Scheme::Of::phone_or_id: return read_phone_or_id(scheme.name, rest, region);
        case Scheme::Of::phone: return read_phone(rest.substr(0, rest.find('?')), region);
        case Scheme::Of::mail: break;
    }
    auto const fields = rest.find('?', std::min(rest.find('@'), rest.size()));
    return read_mail(rest.substr(0, fields));
}

bool is_text(std::string_view spelling)
{
    auto const unwanted = [](char c) { return is_control(c) && c != '\t'; };
    return std::ranges::none_of(spelling, unwanted) &&
           !u8_check(reinterpret_cast<std::uint8_t const*>(spelling.data()), spelling.size());
}

Result<Address> look_closer(std::string_view spelling, std::string_view region)
{
    auto text = trimmed(spelling);
    if (text.empty()) return Problem{"empty address", {}};
    if (!is_text(text)) return Problem{"control characters, or not UTF-8", {}};
    for (Scheme const& scheme : schemes) {
        if (take_word(text, scheme.name)) return read_scheme(scheme, text, region);
    }
    if (text.find('@') != std::string_view::npos) return read_mail(text);
    bool const lost_plus = spelling[0] == ' ' && is_digit(text[0]);
    return read_phone(text, region, lost_plus ? Bare::lost_plus : Bare::national);
}

}  // namespace

Result<Address> parse(std::string_view spelling, std::string_view default_region)
{
    if (spelling.size() > longest_spelling) return Problem{"address too long", {}};
    if (is_canonical_phone(spelling)) return Address::restored(std::string{spelling});
    if (auto mail = read_plain_mail(spelling)) return Address::restored(std::move(*mail));
    return look_closer(spelling, default_region);
}

}  // namespace address
