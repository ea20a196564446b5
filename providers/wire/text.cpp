#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace wire {

bool percent_decode(std::string_view raw, bool plus_is_space, std::string& out)
{
    out.resize(raw.size());
    char* to = out.data();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            if (raw.size() - i < 3) return false;
            int const high = hex_value(raw[i + 1]);
            int const low = hex_value(raw[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        *to++ = c;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return true;
}

std::string from_hex(std::string_view hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        int const high = hex_value(hex[i]);
        int const low = hex_value(hex[i + 1]);
        if (high >= 0 && low >= 0) bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string uuid_of(std::string_view hex, std::size_t nth)
{
    constexpr std::size_t tail = 12;
    if (hex.size() != 32) return std::string{hex};
    std::string node{hex.substr(32 - tail)};
    for (std::size_t at = tail; nth > 0 && at-- > 0; nth /= 16) {
        auto const digit = static_cast<std::size_t>(std::max(hex_value(node[at]), 0)) + nth;
        node[at] = "0123456789abcdef"[digit % 16];
        nth = digit - digit % 16;
    }
    std::string uuid;
    for (auto const& [from, size] : {std::pair{0U, 8U}, {8U, 4U}, {12U, 4U}, {16U, 4U}})
        uuid.append(hex.substr(from, size)).append("-");
    return uuid.append(node);
}

std::string xml_text(std::string_view text)
{
    std::string xml;
    for (char const c : text) {
        switch (c) {
            case '<': xml += "&lt;"; break;
            case '>': xml += "&gt;"; break;
            case '&': xml += "&amp;"; break;
            default: xml += c;
        }
    }
    return xml;
}

std::string plain_path(std::string_view path)
{
    std::string decoded;
    if (!percent_decode(path, false, decoded)) decoded = path;
    std::vector<std::string_view> segments;
    std::string_view rest = decoded;
    while (!rest.empty()) {
        auto const slash = std::min(rest.find_first_of("/\\"), rest.size());
        std::string_view segment = rest.substr(0, slash);
        segment = segment.substr(0, segment.find(';'));
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (segment == ".." && !segments.empty()) segments.pop_back();
        if (!segment.empty() && segment != "." && segment != "..") segments.push_back(segment);
    }
    std::string plain;
    for (std::string_view const segment : segments)
        plain.append("/").append(segment);
    std::transform(plain.begin(), plain.end(), plain.begin(), lower);
    return plain;
}

bool is_media_type(std::string_view content_type, std::string_view media_type)
{
    if (content_type.empty() || content_type == media_type) return true;
    auto const trimmed = [](std::string_view text) {
        auto const from = text.find_first_not_of(" \t");
        if (from == std::string_view::npos) return std::string_view{};
        return text.substr(from, text.find_last_not_of(" \t") + 1 - from);
    };
    constexpr std::array<std::string_view, 4> ascii{"charset=utf-8", "charset=\"utf-8\"",
                                                    "charset=us-ascii", "charset=iso-8859-1"};
    for (bool first = true; first || !content_type.empty(); first = false) {
        auto const semicolon = std::min(content_type.find(';'), content_type.size());
        auto const part = trimmed(content_type.substr(0, semicolon));
        content_type.remove_prefix(std::min(semicolon + 1, content_type.size()));
        auto const is_part = [&](std::string_view name) { return same_but_for_case(part, name); };
        if (first && !is_part(media_type)) return false;
        bool const charset = same_but_for_case(part.substr(0, 7), "charset");
        if (!first && charset && std::none_of(ascii.begin(), ascii.end(), is_part)) return false;
    }
    return true;
}

}  // namespace wire
