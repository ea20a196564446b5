#include "providers/auth/canonical.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <utility>

namespace providers::auth {
namespace {

/// RFC 3986 §2.3; `kept` besides.
void append_escaped(std::string& out, std::string_view text, std::string_view kept = {})
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view unreserved = "-._~";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (wire::lower(c) >= 'a' && wire::lower(c) <= 'z') ||
                           (c >= '0' && c <= '9') || unreserved.find(c) != std::string_view::npos ||
                           kept.find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            out.append({'%', hex[byte >> 4U], hex[byte & 15U]});
        }
    }
}

std::string escaped_anew(std::string_view raw)
{
    std::string plain;
    if (!wire::percent_decode(raw, false, plain)) plain = raw;
    std::string out;
    append_escaped(out, plain);
    return out;
}

std::string_view next(std::string_view& rest, char separator)
{
    auto const end = std::min(rest.find(separator), rest.size());
    auto const piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
}

void append_trimmed(std::string& out, std::string_view value)
{
    bool space = false;
    bool begun = false;
    for (char const c : value) {
        if (c == ' ' || c == '\t') {
            space = begun;
            continue;
        }
        if (space) out += ' ';
        out += c;
        space = false;
        begun = true;
    }
}

}  // namespace

std::string canonical_path(std::string_view path)
{
    std::vector<std::string_view> segments;
    for (auto rest = path; !rest.empty();) {
        auto const segment = next(rest, '/');
        if (segment == ".." && !segments.empty()) segments.pop_back();
        if (!segment.empty() && segment != "." && segment != "..") segments.push_back(segment);
    }
    std::string out{"/"};
    for (auto const segment : segments) {
        if (out.size() > 1) out += '/';
        append_escaped(out, segment);
    }
    if (!segments.empty() && path.ends_with('/')) out += '/';
    return out;
}

std::string canonical_query(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        auto pair = next(query, '&');
        if (pair.empty()) continue;
        auto const name = next(pair, '=');
        pairs.emplace_back(escaped_anew(name), escaped_anew(pair));
    }
    std::sort(pairs.begin(), pairs.end());
    std::string out;
    for (auto const& [name, value] : pairs) {
        if (!out.empty()) out += '&';
        out.append(name).append("=").append(value);
    }
    return out;
}

std::optional<std::string> canonical_headers(std::span<Header const> headers,
                                             std::span<std::string_view const> names)
{
    std::string out;
    for (std::string_view const name : names) {
        bool found = false;
        for (Header const& header : headers) {
            if (!wire::same_but_for_case(header.name, name)) continue;
            if (found) {
                out += ',';
            } else {
                out.append(name).append(":");
            }
            append_trimmed(out, header.value);
            found = true;
        }
        if (!found) return std::nullopt;
        out += '\n';
    }
    return out;
}

std::vector<std::string> sorted_names(std::span<Header const> headers)
{
    std::vector<std::string> names;
    for (Header const& header : headers) {
        auto& name = names.emplace_back(header.name);
        std::transform(name.begin(), name.end(), name.begin(), wire::lower);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::string_view> views(std::vector<std::string> const& texts)
{
    return {texts.begin(), texts.end()};
}

std::string joined(std::vector<std::string> const& texts, char separator)
{
    std::string out;
    for (auto const& text : texts) {
        if (!out.empty()) out += separator;
        out += text;
    }
    return out;
}

}  // namespace providers::auth
