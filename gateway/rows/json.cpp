#include "gateway/rows/json.hpp"

#include <algorithm>

namespace gateway::rows {
namespace {

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool opens(char c)
{
    return c == '{' || c == '[';
}

bool closes(char c)
{
    return c == '}' || c == ']';
}

}  // namespace

void Json::begin()
{
    in_row_ = true;
    first_line_ = line_;
    raw_.clear();
    too_long_ = false;
}

void Json::end_row()
{
    in_row_ = false;
    std::optional<model::Problem> wrong;
    if (too_long_) wrong = model::Problem{std::string{too_long}, place(first_line_, 1)};
    if (!wrong) wrong = wrong_text(raw_, first_line_);
    sink_({{}, raw_, first_line_, bytes_, std::move(wrong)});
}

void Json::end_of_brackets()
{
    if (!(outer_ && base_ == 0)) return end_row();
    outer_ = in_row_ = false;
}

void Json::open(char c)
{
    ++depth_;
    if (may_wrap_ && c == '{') {
        outer_ = true;
        base_ = 2;
        begin();
        raw_ = c;
    }
    may_wrap_ = wrapped_ == Wrapped::yes && c == '[' && depth_ == 2 && base_ == 0;
}

void Json::close()
{
    if (depth_ == 0) {
        failed_ = model::Problem{"a bracket is closed that was not opened", place(line_, 1)};
    } else {
        --depth_;
    }
}

void Json::step_string(char c)
{
    if (c == '"' && !escaped_) in_string_ = false;
    escaped_ = !escaped_ && c == '\\';
}

void Json::step_within(char c)
{
    if (raw_.size() < longest_row) {
        raw_ += c;
    } else {
        too_long_ = true;
    }
    if (in_string_) return step_string(c);
    if (c == '"') in_string_ = true;
    if (opens(c)) return open(c);
    if (!is_blank(c)) may_wrap_ = false;
    if (!closes(c)) return;
    close();
    if (depth_ == base_) end_of_brackets();
}

void Json::step_between(char c)
{
    if (is_blank(c) || c == ',') return;
    if (base_ == 2 && c == ']') {
        close();
        base_ = 0;
        begin();  // what follows of the outer object, up to its next list
        return;
    }
    if (closes(c)) return close();
    if (c == '[' && depth_ == 0 && !array_) {
        array_ = true;
        depth_ = base_ = 1;
        return;
    }
    begin();
    step_within(c);
}

void Json::step(char c)
{
    bool const scalar_ends =
        in_row_ && !in_string_ && depth_ == base_ && (is_blank(c) || c == ',' || closes(c));
    if (scalar_ends) end_row();
    ++bytes_;
    if (in_row_) {
        step_within(c);
    } else {
        step_between(c);
    }
    if (c == '\n') ++line_;
}

void Json::take_line(std::string_view line, std::size_t bytes)
{
    bytes_ += bytes;
    first_line_ = line_++;
    auto const text = without_end(line);
    if (std::all_of(text.begin(), text.end(), is_blank)) return;
    auto wrong = is_too_long(line) ? model::Problem{std::string{too_long}, place(first_line_, 1)}
                                   : wrong_text(text, first_line_);
    sink_({{}, text, first_line_, bytes_, std::move(wrong)});
}

void Json::look_at(char first)
{
    form_ = first == '[' || wrapped_ == Wrapped::yes ? Form::cut : Form::lines;
}

std::optional<model::Problem> Json::feed(std::string_view piece)
{
    while (form_ == Form::unknown && !piece.empty()) {
        auto const c = piece.front();
        if (c == '\xFE' || c == '\xFF' || c == '\0') {
            return model::Problem{"the text is UTF-16; save it as UTF-8", place(1, 1)};
        }
        bool const mark = bytes_ < 3 && static_cast<unsigned char>(c) >= 0x80;
        if (!mark && !is_blank(c)) {
            look_at(c);
            break;
        }
        ++bytes_;
        if (c == '\n') ++line_;
        piece.remove_prefix(1);
    }
    if (form_ == Form::lines) {
        lines_.feed(piece);
        return std::nullopt;
    }
    for (char const c : piece) {
        step(c);
        if (failed_) return failed_;
    }
    return std::nullopt;
}

std::optional<model::Problem> Json::finish()
{
    lines_.finish();
    bool const is_rest = outer_ && base_ == 0;
    if (in_row_ && !is_rest) end_row();
    bool const open = form_ == Form::cut && depth_ > 0;
    if (open)
        return model::Problem{"the text ends before its last bracket is closed", place(line_, 1)};
    return std::nullopt;
}

}  // namespace gateway::rows
