// gateway/observe/record.hpp: one call as the access log tells it, and its line: one JSON object
// (RFC 8259), always valid UTF-8. What is empty or zero by nature is left out.
//
//   {"time":"2026-11-21T20:12:00.123Z","method":"POST","path":"/2010-04-01/Accounts/AC1/Messages",
//    "provider":"twilio","app":"default","category":"billing","verdict":"delivered",
//    "decision":"0193...","trouble":"upstream_timeout","status":201,"in":122,"out":418,"us":1480,
//    "upstream_us":1395}
//
// Never an address: a path segment that may be one (it holds "@", "%" or "+", or is seven digits or
// more and nothing else) is written as "*".
#pragma once

#include "store/model/ledger.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gateway {

/// Views into what the caller of `append` holds. The names are the configuration's or ours, so they
/// need no escape.
struct Record {
    model::Time at{};
    std::string_view method;  ///< cut to 32 bytes
    std::string_view path;    ///< as it came, without the query; cut behind 256 bytes
    std::string_view provider;
    std::string_view application;
    std::string_view category;
    std::string_view verdict;
    std::string_view decision;
    std::string_view trouble;  ///< a word of ours: "upstream_timeout"; empty: none
    unsigned status = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::chrono::microseconds total{};
    std::chrono::microseconds upstream{};
};

/// No line is longer, line end included.
inline constexpr std::size_t longest_line = 2'816;

/// What lines have in common from one to the next, so that it is worked out once. One a thread.
class LineCache {
public:
    /// `at` as RFC 3339 UTC, 24 characters, at `out`; where it ends.
    char* put_time(char* out, model::Time at);
    /// Whether a path can be shown as it is. Most calls of a thread repeat a few.
    bool is_plain(std::string_view path);

private:
    struct Plain {
        std::size_t size = 0;
        std::array<char, 120> path{};
    };

    std::int64_t second_ = -1;
    std::array<char, 20> text_{};    ///< "2026-11-21T20:12:00." of that second
    std::array<Plain, 16> plain_{};  ///< by length: the paths of two endpoints seldom share theirs
};

/// Writes the line at `out`, where `longest_line` bytes are free; where it ends.
char* write_line(char* out, Record const& record, LineCache& cache);

}  // namespace gateway
