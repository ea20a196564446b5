// gateway/rows/lines.hpp: pieces of a text as whole lines. A line ends in LF, CRLF or CR.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace gateway::rows {

class Lines {
public:
    /// Gets each line with what ends it; the last one may have no end.
    using Sink = std::function<void(std::string_view line)>;

    explicit Lines(Sink sink) : sink_{std::move(sink)} {}
    void feed(std::string_view piece);
    void finish();

private:
    std::string_view take(std::string_view piece);

    Sink sink_;
    std::string begun_;  ///< a line whose end is not here yet
};

/// The line without what ends it.
std::string_view without_end(std::string_view line);

}  // namespace gateway::rows
