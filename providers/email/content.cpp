#include "providers/email/content.hpp"

#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers::email {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t:";
    auto const from = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(from);
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace

using wire::Type;
using wire::Value;

void gather_texts(Value within, std::vector<std::string>& texts)
{
    if (within.is(Type::string) || within.is(Type::number)) texts.emplace_back(within->text);
    if (!within.is(Type::object) && !within.is(Type::array)) return;
    for (Value const one : within)
        gather_texts(one, texts);
}

void gather_json_texts(std::string_view json, std::vector<std::string>& texts)
{
    std::string padded{json};
    padded.append(wire::body_padding, '\0');
    auto const document = wire::Document::read(std::string_view{padded}.substr(0, json.size()));
    if (document) gather_texts(document->root(), texts);
}

bool has_header(Value headers, std::string_view name)
{
    if (!headers.is(Type::array)) return false;
    return std::any_of(headers.begin(), headers.end(), [&](Value header) {
        auto const given = header.find("Name");
        return given && wire::same_but_for_case((*given)->text, name);
    });
}

bool breaks_the_line(std::string_view value)
{
    return value.find_first_of("\r\n") != std::string_view::npos;
}

bool names_recipients(Value headers)
{
    constexpr std::array<std::string_view, 6> names{"To",        "Cc",        "Bcc",
                                                    "Resent-To", "Resent-Cc", "Resent-Bcc"};
    auto const is_one = [&](std::string_view given) {
        return breaks_the_line(given) || std::ranges::any_of(names, [&](std::string_view name) {
                   return wire::same_but_for_case(trimmed(given), name);
               });
    };
    return std::any_of(headers.begin(), headers.end(), [&](Value header) {
        if (!header.is(Type::object)) return is_one(header->key) || breaks_the_line(header->text);
        // Readers differ on how "Name" may be spelt: any other member's text may be it.
        return std::any_of(header.begin(), header.end(), [&](Value one) {
            bool const is_value = wire::same_but_for_case(trimmed(one->key), "Value");
            return is_value ? breaks_the_line(one->text) : is_one(one->text);
        });
    });
}

}  // namespace providers::email
