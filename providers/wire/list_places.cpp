#include "providers/wire/list_places.hpp"

#include <algorithm>
#include <utility>

namespace wire {
namespace {

constexpr std::string_view white = " \t\r\n";
constexpr std::size_t deepest_comment = 16;

/// Walks quotes, comments and brackets to the commas between items.
class ListWalk {
public:
    explicit ListWalk(std::string_view text) : text_{text} {}

    bool walk()
    {
        while (at_ < text_.size()) {
            if (!step()) return false;
        }
        if (in_group_) return false;
        end_piece();
        return true;
    }

    ListPlaces taken() { return std::move(places_); }

private:
    bool step()
    {
        char const c = text_[at_];
        switch (c) {
            case '"': return take(&ListWalk::pass_quotes);
            case '(': return take(&ListWalk::pass_comment);
            case '<': return take(&ListWalk::pass_angle);
            case '[': return take(&ListWalk::pass_literal);
            case ',': return end_piece(), ++at_, true;
            case ':': return begin_group();
            case ';': return end_group();
            case '>':
            case ']':
            case ')':
            case '\\': return false;
            default: break;
        }
        if (white.find(c) == std::string_view::npos) {
            extend(at_, at_ + 1);
            has_content_ = true;
        }
        ++at_;
        return true;
    }

    /// Comments alone are no piece, but belong to the one they stand in.
    void extend(std::size_t begin, std::size_t end)
    {
        begin_ = std::min(begin_, begin);
        end_ = end;
    }

    /// From the opening quote to behind the closing one; false: there is none.
    bool pass_quotes()
    {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        return ++at_ <= text_.size();
    }
    bool pass_angle()
    {
        for (++at_; at_ < text_.size() && text_[at_] != '>';) {
            if (text_[at_] == '<') return false;
            if (text_[at_] == '"') {
                if (!pass_quotes()) return false;
            } else {
                ++at_;
            }
        }
        return ++at_ <= text_.size();
    }
    bool pass_literal()
    {
        at_ = text_.find(']', at_);
        return at_ != std::string_view::npos && ++at_ <= text_.size();
    }
    bool pass_comment()
    {
        std::size_t depth = 0;
        for (; at_ < text_.size(); ++at_) {
            char const c = text_[at_];
            if (c == '\\') ++at_;
            if (c == '(' && ++depth > deepest_comment) return false;
            if (c == ')' && --depth == 0) return ++at_, true;
        }
        return false;
    }

    bool take(bool (ListWalk::*pass)())
    {
        auto const begin = at_;
        if (!(this->*pass)()) return false;
        extend(begin, at_);
        has_content_ = has_content_ || pass != &ListWalk::pass_comment;
        return true;
    }

    void end_piece()
    {
        if (has_content_) {
            if (!in_group_) places_.items.push_back({begin_, end_, places_.all.size(), 0});
            ++places_.items.back().count;
            places_.all.push_back({{}, {}, begin_, end_});
        }
        forget();
    }
    void forget()
    {
        begin_ = std::string_view::npos;
        has_content_ = false;
    }

    bool begin_group()
    {
        if (in_group_ || !has_content_) return false;
        places_.items.push_back({begin_, 0, places_.all.size(), 0});
        in_group_ = true;
        forget();
        ++at_;
        return true;
    }
    bool end_group()
    {
        if (!in_group_) return false;
        end_piece();
        in_group_ = false;
        places_.items.back().end = ++at_;
        auto const next = text_.find_first_not_of(white, at_);
        return next == std::string_view::npos || text_[next] == ',';
    }

    std::string_view text_;
    ListPlaces places_;
    std::size_t at_ = 0;
    std::size_t begin_ = std::string_view::npos;  ///< of the piece
    std::size_t end_ = 0;
    bool has_content_ = false;
    bool in_group_ = false;
};

}  // namespace

std::optional<ListPlaces> find_places(std::string_view list)
{
    ListWalk walk{list};
    if (!walk.walk()) return std::nullopt;
    return walk.taken();
}

}  // namespace wire
