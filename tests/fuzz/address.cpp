// tests/fuzz/address.cpp: what an address promises, whatever its spelling was.
//   input: one byte that picks a region, then the spelling
#include "store/address/mail.hpp"
#include "store/address/parse.hpp"
#include "store/address/phone.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using Form = model::Address::Form;

constexpr std::array<std::string_view, 8> regions{"US", "GB", "DE", "IT", "BR", "AR", "MX", "XX"};

void require(bool holds, char const* promise)
{
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

bool is_e164(std::string_view text)
{
    auto const digits = text.substr(1);
    return text[0] == '+' && digits.size() >= 5 && digits.size() <= 20 && digits[0] != '0' &&
           digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_lower_text(std::string_view text)
{
    return std::ranges::none_of(
        text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 0 && c < ' ') || c == 0x7F; });
}

bool is_canonical_mail(std::string_view text)
{
    auto const at = text.rfind('@');
    if (at == 0 || at == std::string_view::npos || text.size() > 254) return false;
    auto const local = text.substr(0, at);
    auto const domain = text.substr(at + 1);
    auto const in_domain = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    bool const quoted = local.size() > 2 && local.front() == '"' && local.back() == '"';
    return is_lower_text(text) && !domain.empty() && !domain.ends_with('.') &&
           domain.find_first_not_of(in_domain) == std::string_view::npos &&
           (quoted || local.find_first_of(" \"(),:;<>@[\\]") == std::string_view::npos);
}

bool is_opaque(std::string_view text)
{
    bool const prefixed = text.starts_with("viber:") || text.starts_with("whatsapp:");
    return prefixed && text.size() <= 256 &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_canonical(model::Address const& address)
{
    switch (address.form()) {
        case Form::phone: return is_e164(address.text());
        case Form::mail: return is_canonical_mail(address.text());
        case Form::opaque: return is_opaque(address.text());
    }
    return false;
}

void glance_agrees(std::string_view spelling)
{
    if (address::is_canonical_phone(spelling)) {
        auto const closely = address::read_phone(spelling, "ZZ");
        require(closely && closely->text() == spelling,
                "a phone at a glance is what it is closely");
    }
    if (auto const mail = address::read_plain_mail(spelling)) {
        auto const closely = address::read_mail(spelling);
        require(closely && closely->text() == *mail, "a mail at a glance is what it is closely");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) return 0;
    auto const region = regions[data[0] % regions.size()];
    std::string_view const spelling{reinterpret_cast<char const*>(data) + 1, size - 1};
    glance_agrees(spelling);

    auto const address = address::parse(spelling, region);
    if (!address) {
        require(!address.error().what.empty(), "a problem says what is wrong");
        return 0;
    }
    require(is_canonical(*address), "an address is in its canonical grammar");
    require(*address == model::Address::restored(address->text()), "its form shows in its text");
    auto const again = address::parse(address->text(), region);
    require(again && *again == *address, "reading it again changes nothing");
    if (address->form() != Form::opaque) {
        auto const elsewhere = address::parse(address->text(), "JP");
        require(elsewhere && *elsewhere == *address, "it is the same in every region");
    }
    auto const masked = address->masked();
    require(std::ranges::count(masked, '*') >= 3, "a mask hides something");
    return 0;
}
