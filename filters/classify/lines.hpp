// filters/classify/lines.hpp: text as it looks, whatever it was written with: one space between words, no empty lines,
// no characters that can't be seen, valid UTF-8, and only so much of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace filters {

class Lines {
public:
    explicit Lines(std::size_t longest) : longest_{longest} {}

    /// Line ends are white space like any other where `keeps_lines` is not said.
    void add(std::string_view text, bool keeps_lines = false);
    void space() { gap_ = gap_ == 0 ? ' ' : gap_; }
    void end_line() { gap_ = '\n'; }

    bool full() const { return text_.size() >= longest_; }
    std::string const& text() const { return text_; }
    std::string take() { return std::move(text_); }

private:
    void put(std::string_view character);
    void put_ascii(char c, bool keeps_lines);

    std::string text_;
    std::size_t longest_;
    char gap_ = 0;  ///< what goes before the next character: nothing, a space or a line end
};

/// The whole of it at once.
std::string as_seen(std::string_view text, std::size_t longest);

}  // namespace filters
