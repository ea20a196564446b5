#include "gateway/http/write.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace gateway::http {
namespace {

void append_in(std::string& out, std::uint64_t number, int base)
{
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.begin(), digits.end(), number, base).ptr;
    out.append(digits.begin(), end);
}

}  // namespace

void append_number(std::string& out, std::uint64_t number)
{
    append_in(out, number, 10);
}

void append_length(std::string& out, std::uint64_t bytes)
{
    constexpr std::string_view name = "Content-Length: ";
    std::array<char, name.size() + 20 + 2> line;
    auto* end = std::copy(name.begin(), name.end(), line.begin());
    end = std::to_chars(end, line.end(), bytes).ptr;
    *end++ = '\r';
    *end++ = '\n';
    out.append(line.begin(), end);
}

void append_status(std::string& out, unsigned status, std::string_view reason)
{
    std::array<char, 13> start{'H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', '0', '0', '0', ' '};
    std::to_chars(&start[9], &start[12], status);
    out.append(start.data(), start.size());
    if (reason.empty()) {
        auto const standard =
            boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
        reason = {standard.data(), standard.size()};
    }
    out.append(reason).append("\r\n");
}

void append_forwarded(std::string& out, Head const& head, Id without)
{
    append_forwarded_but(out, head, [without](Field const& field) {
        return field.id == without && without != Id::unknown;
    });
}

void append_chunk_size(std::string& out, std::size_t bytes)
{
    append_in(out, bytes, 16);
    out.append("\r\n");
}

bool is_ours(std::string_view name)
{
    constexpr std::string_view prefix = "x-optgate-";
    return name.size() > prefix.size() && iequals(name.substr(0, prefix.size()), prefix);
}

}  // namespace gateway::http
