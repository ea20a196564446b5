#include "tests/providers/prunings/lists.hpp"

namespace prunings {
namespace {

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            plain += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> form_of(std::string_view body)
{
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const field : split(body, "&")) {
        auto const equals = std::min(field.find('='), field.size());
        auto const value = equals < field.size() ? field.substr(equals + 1) : std::string_view{};
        fields.emplace_back(decoded(field.substr(0, equals)), decoded(value));
    }
    return fields;
}

}  // namespace prunings
