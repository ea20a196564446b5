#include "providers/wire/multipart.hpp"

#include "providers/wire/gmime.hpp"
#include "providers/wire/mime.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wire {
namespace {

constexpr std::size_t most_parts = 2000;
constexpr std::size_t longest_boundary = 70;  // RFC 2046 §5.1.1
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::array<std::string_view, 3> identities{"7bit", "8bit", "binary"};

model::Problem problem(char const* what, std::size_t part)
{
    return {what, "part " + std::to_string(part)};
}

/// "--" and the boundary; empty where there is none, or where it can be read in two ways.
std::string delimiter_of(std::string_view content_type)
{
    auto const lowered = lower_case(content_type);
    auto const first = lowered.find("boundary");
    if (first == std::string::npos || lowered.find("boundary", first + 1) != std::string::npos ||
        !std::string_view{lowered}.substr(first).starts_with("boundary=")) {
        return {};
    }
    Owned<GMimeContentType> const type{
        g_mime_content_type_parse(nullptr, std::string{content_type}.c_str())};
    auto const* boundary =
        type ? g_mime_content_type_get_parameter(type.get(), "boundary") : nullptr;
    std::string_view const text = boundary ? boundary : "";
    if (text.empty() || text.size() > longest_boundary || text.ends_with(' ')) return {};
    return "--" + std::string{text};
}

/// Whether a second name stands in the rest of a Content-Disposition, as some reader may see it.
bool names_again(std::string_view rest)
{
    auto const lowered = lower_case(rest);
    for (auto at = lowered.find("name"); at != std::string::npos;
         at = lowered.find("name", at + 1)) {
        if (std::string_view{lowered}.substr(0, at).ends_with("file")) continue;
        auto const next = lowered.find_first_not_of(" \t", at + 4);
        if (next != std::string::npos && (lowered[next] == '=' || lowered[next] == '*'))
            return true;
    }
    return false;
}

bool take_name(std::string_view& text, std::string_view word)
{
    if (!same_but_for_case(text.substr(0, word.size()), word)) return false;
    text.remove_prefix(word.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return true;
}

/// The name in `form-data; name="to"; filename="a"`; none: it is not spelt so.
std::optional<std::string_view> name_of(std::string_view disposition)
{
    std::string_view rest = disposition;
    if (!take_name(rest, "form-data") || !take_name(rest, ";") || !take_name(rest, "name=")) {
        return std::nullopt;
    }
    bool const quoted = rest.starts_with('"');
    if (quoted) rest.remove_prefix(1);
    auto const name = rest.substr(0, rest.find_first_of(quoted ? "\"" : "; \t"));
    rest.remove_prefix(name.size());
    if (quoted && rest.empty()) return std::nullopt;
    if (quoted) rest.remove_prefix(1);
    bool const ends = rest.empty() || rest.front() == ';';
    if (!ends || name.empty() || name.find_first_of("\\\"%") != std::string_view::npos ||
        names_again(rest)) {
        return std::nullopt;
    }
    return name;
}

struct Head {
    std::string_view name;
    bool is_file = false;
};

/// Whether a content is what it looks like, not encoded once more.
bool is_plain(MimeField const& field)
{
    return !same_but_for_case(field.name, "Content-Transfer-Encoding") ||
           std::any_of(identities.begin(), identities.end(),
                       [&](auto one) { return same_but_for_case(one, field.value); });
}

/// Whether a text's bytes are the characters they look like.
bool is_legible(MimeField const& field)
{
    if (!same_but_for_case(field.name, "Content-Type")) return true;
    auto const type = std::string_view{field.value};
    return is_media_type(type, type.substr(0, type.find_first_of("; \t")));
}

/// The name in a Content-Disposition, where GMime sees what we see.
std::optional<Head> read_disposition(std::string_view raw)
{
    raw = raw.substr(0, raw.find_last_not_of(" \t\r\n") + 1);
    raw.remove_prefix(std::min(raw.find_first_not_of(' '), raw.size()));
    auto const name = name_of(raw);
    if (!name || raw.find('\n') != std::string_view::npos) return std::nullopt;
    Owned<GMimeContentDisposition> const read{
        g_mime_content_disposition_parse(nullptr, std::string{raw}.c_str())};
    auto const* seen = g_mime_content_disposition_get_parameter(read.get(), "name");
    if (!seen || *name != seen) return std::nullopt;
    return Head{*name, lower_case(raw).find("filename") != std::string::npos};
}

std::optional<Head> read_head(std::string_view head)
{
    auto const fields = read_fields(head);
    if (!fields || !std::all_of(fields->begin(), fields->end(), is_plain)) return std::nullopt;
    auto const is_disposition = [](MimeField const& field) {
        return same_but_for_case(field.name, "Content-Disposition");
    };
    auto const field = std::find_if(fields->begin(), fields->end(), is_disposition);
    if (std::count_if(fields->begin(), fields->end(), is_disposition) != 1) return std::nullopt;
    auto read = read_disposition(head.substr(field->value_begin, field->end - field->value_begin));
    bool const is_text = read && !read->is_file;
    if (is_text && !std::all_of(fields->begin(), fields->end(), is_legible)) return std::nullopt;
    return read;
}

/// Nearly every head is `Content-Disposition: form-data; name="to"`, which leaves nothing to judge.
std::optional<Head> read_plain_head(std::string_view head)
{
    constexpr std::string_view before = "Content-Disposition: form-data; name=\"";
    constexpr std::string_view after = "\"\r\n\r\n";
    if (!head.starts_with(before) || !head.ends_with(after) ||
        head.size() < before.size() + after.size())
        return std::nullopt;
    auto const name = head.substr(before.size(), head.size() - before.size() - after.size());
    bool const plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%' && c != ';';
    });
    return plain ? std::optional{Head{name, false}} : std::nullopt;
}

/// The part between two delimiters, whose own one begins at `begin`; `text` is what is between them.
std::optional<Part> read_part(std::string_view text, std::size_t begin, std::size_t end)
{
    auto const head_size = text.find(head_end);
    if (head_size == std::string_view::npos || !text.ends_with(line_end)) return std::nullopt;
    auto const content = head_size + head_end.size();
    if (content + line_end.size() > text.size()) return std::nullopt;
    auto const head_text = text.substr(0, content);
    auto head = read_plain_head(head_text);
    if (!head) head = read_head(head_text);
    if (!head) return std::nullopt;
    Part part;
    part.key = head->name;
    part.raw = text.substr(content, text.size() - line_end.size() - content);
    part.begin = begin;
    part.end = end - line_end.size();
    part.is_file = head->is_file;
    return part;
}

}  // namespace

model::Result<std::vector<Part>> read_multipart(std::string_view body,
                                                std::string_view content_type)
{
    auto const delimiter = delimiter_of(content_type);
    if (delimiter.empty()) return model::Problem{"no boundary, or more than one", "Content-Type"};
    if (!body.starts_with(delimiter))
        return problem("the body does not begin with its boundary", 0);
    std::vector<Part> parts;
    std::size_t begin = 0;
    for (;;) {
        auto const line = begin + delimiter.size();
        auto const rest = body.substr(line);
        if (rest == "--" || rest == "--\r\n") return parts;
        auto const next = body.find(delimiter, line);
        auto const number = parts.size() + 1;
        if (!rest.starts_with(line_end) || next == std::string_view::npos) {
            return problem("the body does not end with its boundary", number);
        }
        if (number > most_parts) return problem("too many parts", number);
        auto const text_begin = line + line_end.size();
        auto part = read_part(body.substr(text_begin, next - text_begin), begin, next);
        if (!part) return problem("a part that can be read in two ways", number);
        parts.push_back(*part);
        begin = next;
    }
}

}  // namespace wire
