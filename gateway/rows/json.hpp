// gateway/rows/json.hpp: many JSON values in one text (RFC 8259), cut apart without holding them all.
//
//   JSON lines     one value a line, so that a bad one ends with its line
//   array          [value, value, ...]
//   wrapped        {"anything": ..., "items": [{...}, {...}], ...}: only where it was asked for; the rows are the
//                  objects of every list of objects directly within. An object without such a list is a row itself.
//
// Cutting only counts brackets outside strings; whether a row is JSON is for whoever parses it.
#pragma once

#include "gateway/rows/lines.hpp"
#include "gateway/rows/row.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway::rows {

class Json {
public:
    enum class Wrapped { no, yes };

    explicit Json(Sink sink, Wrapped wrapped = Wrapped::no)
        : sink_{std::move(sink)}, wrapped_{wrapped}
    {
    }

    /// A problem that no later row can mend: the text is UTF-16, or an array is closed that was not opened.
    std::optional<model::Problem> feed(std::string_view piece);
    std::optional<model::Problem> finish();

    bool is_array() const { return array_; }

private:
    enum class Form { unknown, lines, cut };

    void look_at(char first);
    void take_line(std::string_view line, std::size_t bytes);
    void step(char c);
    void step_between(char c);
    void step_within(char c);
    void step_string(char c);
    void open(char c);
    void close();
    void begin();
    void end_row();
    void end_of_brackets();

    Sink sink_;
    Wrapped wrapped_;
    Form form_ = Form::unknown;
    Lines lines_{[this](std::string_view line, std::size_t bytes) { take_line(line, bytes); }};
    std::string raw_;  ///< the row so far
    std::size_t line_ = 1;
    std::size_t first_line_ = 1;
    std::uint64_t bytes_ = 0;
    std::size_t depth_ = 0;  ///< brackets open
    std::size_t base_ = 0;   ///< the depth at which rows stand
    bool array_ = false;
    bool in_row_ = false;
    bool in_string_ = false;
    bool escaped_ = false;
    bool may_wrap_ =
        false;  ///< behind a "[" directly within the outer object: a "{" makes its items rows
    bool outer_ = false;     ///< what surrounds such lists: dropped
    bool too_long_ = false;  ///< the rest of the row is dropped
    std::optional<model::Problem> failed_;
};

}  // namespace gateway::rows
