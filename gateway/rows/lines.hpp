// gateway/rows/lines.hpp: pieces of a text as whole lines. A line ends in LF, CRLF or CR. Of one that is longer than any
// row may be, only so much is kept as shows that.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace gateway::rows {

class Lines {
public:
    /// Gets each line with what ends it; the last one may have no end. `bytes` it had, dropped ones too.
    using Sink = std::function<void(std::string_view line, std::size_t bytes)>;

    explicit Lines(Sink sink) : sink_{std::move(sink)} {}
    void feed(std::string_view piece);
    void finish();

private:
    std::string_view take(std::string_view piece);
    void begin(std::string_view part);

    Sink sink_;
    std::string begun_;      ///< a line whose end is not here yet
    std::size_t bytes_ = 0;  ///< of it
    bool in_end_ = false;    ///< its last is a CR, which an LF may follow
};

/// The line without what ends it.
std::string_view without_end(std::string_view line);
/// Whether there is more in a line than a row may have.
bool is_too_long(std::string_view line);

}  // namespace gateway::rows
