// gateway/http/write.hpp: heads that we write: every line is of our own making, never a parsed message handed on.
#pragma once

#include "gateway/http/head.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gateway::http {

void append_number(std::string& out, std::uint64_t number);

inline void append_field(std::string& out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

/// A line as it came, where it came as `append_field` would write it; else empty.
inline std::string_view line_of(Field const& field)
{
    auto const* const gap = field.name.data() + field.name.size();
    auto const* const end = field.value.data() + field.value.size();
    auto const is_ours = field.value.data() == gap + 2 && gap[0] == ':' && gap[1] == ' ' &&
                         end[0] == '\r' && end[1] == '\n';
    if (!is_ours) return {};
    return {field.name.data(), static_cast<std::size_t>(end + 2 - field.name.data())};
}

void append_length(std::string& out, std::uint64_t bytes);

/// "HTTP/1.1 200 OK\r\n"; the standard phrase where `reason` is empty.
void append_status(std::string& out, unsigned status, std::string_view reason = {});

/// Whether a field is one of ours (X-Optgate-...), which never leaves towards a provider.
bool is_ours(std::string_view name);

/// The fields of `head` that travel on: not those of one connection only, nor X-Optgate-*, nor what `leaves_out(field)`.
template <class LeavesOut>
void append_forwarded_but(std::string& out, Head const& head, LeavesOut const& leaves_out)
{
    std::string_view lines;  // that stand one behind the other leave as one
    for (auto const& field : head.fields) {
        if (stays_behind(field.id)) continue;
        if ((field.id == Id::unknown && is_ours(field.name)) || leaves_out(field)) continue;
        if (head.connection_names_fields && head.connection_names(field.name)) continue;
        auto const line = line_of(field);
        if (!line.empty() && line.data() == lines.data() + lines.size()) {
            lines = {lines.data(), lines.size() + line.size()};
            continue;
        }
        out.append(lines);
        lines = line;
        if (line.empty()) append_field(out, field.name, field.value);
    }
    out.append(lines);
}

/// The same, but for the one named.
void append_forwarded(std::string& out, Head const& head, Id without = Id::unknown);

/// "7b0\r\n": the line before a chunk of that size (RFC 9112 §7.1).
void append_chunk_size(std::string& out, std::size_t bytes);

inline constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace gateway::http
