#include "providers/email/content.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers::email {

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

bool names_recipients(Value headers)
{
    constexpr std::array<std::string_view, 6> names{"To",        "Cc",        "Bcc",
                                                    "Resent-To", "Resent-Cc", "Resent-Bcc"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return has_header(headers, name); });
}

}  // namespace providers::email
