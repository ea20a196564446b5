#include "filters/classify/shape.hpp"

#include <algorithm>
#include <utility>

namespace filters {
namespace {

/// Reads a text token by token: words, numbers, signs.
class Reader {
public:
    explicit Reader(std::span<Glyph const> text) : text_{text} {}

    Shape read()
    {
        while (at_ < text_.size())
            step();
        finish();
        return shape_;
    }

private:
    std::uint32_t& operator[](Trait trait) { return shape_[static_cast<std::size_t>(trait)]; }
    char32_t look(std::size_t at) const { return at < text_.size() ? text_[at].folded : 0; }
    Sort sort(std::size_t at) const { return at < text_.size() ? text_[at].sort : Sort::space; }
    bool starts(std::size_t at, std::u32string_view word) const
    {
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (look(at + i) != word[i]) return false;
        }
        return true;
    }

    void step()
    {
        auto const& glyph = text_[at_];
        switch (glyph.sort) {
            case Sort::digit: return number();
            case Sort::letter:
            case Sort::hangul: return word();
            case Sort::dense: ++(*this)[Trait::words]; break;
            case Sort::emoji: ++(*this)[Trait::emoji]; break;
            case Sort::line_end: line_end(); break;
            case Sort::other: sign(glyph.folded); break;
            default: break;
        }
        ++at_;
    }

    void line_end()
    {
        ++(*this)[Trait::lines];
        if (look(at_ + 1) == '>') ++(*this)[Trait::quoted_lines];
    }

    static bool is_currency(char32_t c)
    {
        return c == '$' || c == 0xA3 || c == 0xA5 || (c >= 0x20A0 && c < 0x20D0) || c == 0x9F3 ||
               c == 0xE3F || c == 0x5143 || c == 0x5186 || c == 0xC6D0;  // 元 円 원
    }

    /// Signs that are merely counted.
    static Trait const* counted(char32_t c)
    {
        static constexpr std::array<std::pair<char32_t, Trait>, 8> signs{
            {{'!', Trait::exclaims},
             {'?', Trait::questions},
             {'*', Trait::stars},
             {'(', Trait::parens},
             {'/', Trait::slashes},
             {'"', Trait::quotes},
             {'+', Trait::pluses},
             {'&', Trait::ampersands}}};
        auto const* found = std::find_if(signs.begin(), signs.end(),
                                         [&](auto const& sign) { return sign.first == c; });
        return found == signs.end() ? nullptr : &found->second;
    }

    void sign(char32_t c)
    {
        if (auto const* trait = counted(c)) ++(*this)[*trait];
        if (at_ == 0 && (c == '[' || c == '(' || c == 0x3010)) ++(*this)[Trait::opening_mark];
        if (is_currency(c) && (sort(at_ + 1) == Sort::digit || sort(at_ + 2) == Sort::digit)) {
            ++(*this)[Trait::money];
        }
        sign_in_place(c);
    }

    /// Signs that mean something only beside others.
    void sign_in_place(char32_t c)
    {
        auto const next = look(at_ + 1);
        if (c == ':') colon();
        if (c == ';' && next == ')') ++(*this)[Trait::smileys];
        if (c == '@' && in_word(sort(at_ + 1))) ++(*this)[Trait::mails];
        if (c == '#' && sort(at_ + 1) == Sort::digit) ++(*this)[Trait::references];
        if (c == '.' && next == '.' && (at_ == 0 || look(at_ - 1) != '.')) {
            ++(*this)[Trait::ellipses];
        }
    }

    void colon()
    {
        ++(*this)[Trait::colons];
        auto const next = look(at_ + 1);
        if (next == ')' || next == '(' || next == 'd' || (next == '-' && look(at_ + 2) == ')')) {
            ++(*this)[Trait::smileys];
        }
        if (sort(at_ + 1) == Sort::line_end || sort(at_ + 2) == Sort::line_end)
            ++(*this)[Trait::labels];
    }

    /// A run of digits with what joins them: "1,299.00", "20.05.2025", "08:15", "0850 222 44 44".
    struct Number {
        std::size_t from = 0;
        std::size_t digits = 0;
        std::size_t run = 0;  ///< digits since the last sign
        std::size_t points = 0;
        std::size_t dashes = 0;
        char32_t last_sign = 0;

        bool plain() const { return last_sign == 0; }
    };

    /// Whether the sign here joins two runs of digits. A blank does in a long number only.
    bool joins(Number const& number) const
    {
        auto const c = look(at_);
        bool const sign = c == '.' || c == ',' || c == '-' || c == '/' || c == ':' || c == ' ';
        if (!sign || sort(at_ + 1) != Sort::digit) return false;
        return c != ' ' || number.digits >= 3 || look(number.from) == '0';
    }

    void number()
    {
        Number number{at_};
        for (; sort(at_) == Sort::digit || joins(number); ++at_) {
            if (sort(at_) == Sort::digit) {
                ++number.digits;
                ++number.run;
                continue;
            }
            auto const c = look(at_);
            number.run = 0;
            number.last_sign = c;
            number.points += c == '.' || c == ',' ? 1U : 0U;
            number.dashes += c == '-' || c == '/' ? 1U : 0U;
        }
        digits_ += number.digits;
        ++(*this)[Trait::numbers];
        ++(*this)[Trait::words];
        name_form(number);
        bool const priced = price(number);
        bool const percent = percentage(number);
        if (!priced && !percent) name_code(number);
        if (number.digits >= 7 && number.points <= 1 && !priced) ++(*this)[Trait::phones];
    }

    void name_form(Number const& number)
    {
        auto const [from, digits, run, points, dashes, last] = number;
        if (last == ':' && run == 2) ++(*this)[Trait::times];
        bool const dotted = points == 2 && run >= 2 && digits >= 6 && digits <= 8;
        if (dashes == 2 || dotted) ++(*this)[Trait::dates];
        if (points == 1 && run == 2 && last != ':') ++(*this)[Trait::decimals];
        if (masked(from)) ++(*this)[Trait::masked];
    }

    void name_code(Number const& number)
    {
        auto const digits = number.digits;
        bool const year = digits == 4 && (starts(number.from, U"19") || starts(number.from, U"20"));
        if (!number.plain() || year) return;
        if (digits >= 4 && digits <= 8) ++(*this)[Trait::codes];
        if (digits >= 3 && digits <= 5) ++(*this)[Trait::short_numbers];
    }

    bool percentage(Number const& number)
    {
        bool const behind = look(at_) == '%' || (look(at_) == ' ' && look(at_ + 1) == '%');
        bool const before = number.from > 0 && look(number.from - 1) == '%';
        if (behind || before) ++(*this)[Trait::percents];
        return behind || before;
    }

    /// A sign before it was counted where it stood.
    bool price(Number const& number)
    {
        auto const next = look(at_);
        std::size_t const gap = next == ' ' ? 1 : 0;
        bool const behind = is_currency(look(at_ + gap)) || currency_word(at_ + gap);
        bool const before = currency_before(number.from);
        if (behind || (before && look(number.from - 1) != '$')) ++(*this)[Trait::money];
        return behind || before;
    }

    /// "xx1234", "**1234", "...1234"
    bool masked(std::size_t from) const
    {
        if (from < 2) return false;
        auto const c = look(from - 1);
        return (c == 'x' || c == '*' || c == '.') && look(from - 2) == c;
    }

    bool currency_word(std::size_t at) const
    {
        static constexpr std::array<std::u32string_view, 24> words{
            U"tl",   U"rs",  U"inr",  U"usd", U"eur", U"euro", U"vnd", U"d ",
            U"zl",   U"pln", U"р.",   U"руб", U"rub", U"টাকা", U"tk",  U"rp",
            U"ريال", U"sar", U"fcfa", U"dh",  U"kr",  U"try",  U"ر.س", U"р "};
        return std::any_of(words.begin(), words.end(), [&](auto word) { return starts(at, word); });
    }

    bool currency_before(std::size_t from) const
    {
        static constexpr std::array<std::u32string_view, 13> words{
            U"rs",  U"rs.", U"inr", U"rp",  U"rp.", U"idr", U"usd",
            U"eur", U"tk",  U"tk.", U"bdt", U"r$",  U"৳"};
        return std::any_of(words.begin(), words.end(), [&](auto word) {
            auto const before = [&](std::size_t gap) {
                return from >= word.size() + gap && starts(from - word.size() - gap, word);
            };
            return before(0) || (look(from - 1) == ' ' && before(1));
        });
    }

    void word()
    {
        auto const from = at_;
        std::size_t upper = 0;
        bool digits = false;
        bool const hangul = sort(at_) == Sort::hangul;
        for (; sort(at_) == Sort::letter || sort(at_) == Sort::digit || sort(at_) == Sort::hangul;
             ++at_) {
            if (sort(at_) == Sort::digit) {
                digits = true;
                ++digits_;
            }
            if (text_[at_].upper) ++upper;
        }
        auto const length = at_ - from;
        upper_ += upper;
        letters_ += hangul ? 0 : length;
        ++(*this)[Trait::words];
        if (length >= 3 && upper == length) ++(*this)[Trait::shouts];
        if (length >= 12) ++(*this)[Trait::long_words];
        if (digits && length >= 5) ++(*this)[Trait::mixed_codes];
        if (from == 0 && upper == 0 && !hangul && text_[0].folded < 0x250)
            ++(*this)[Trait::small_start];
        link(from);
    }

    /// "https://…", "www.…", "bit.ly/x"
    void link(std::size_t from)
    {
        bool const scheme = (starts(from, U"http://") || starts(from, U"https://"));
        bool const host = starts(from, U"www.");
        bool const bare = look(at_) == '.' && sort(at_ + 1) == Sort::letter && bare_host();
        if (!scheme && !host && !bare) return;
        ++(*this)[Trait::links];
        for (; at_ < text_.size(); ++at_) {
            auto const s = sort(at_);
            if (s == Sort::space || s == Sort::line_end || s == Sort::dense) break;
        }
        last_link_ = at_;
    }

    bool bare_host() const
    {
        std::size_t at = at_ + 1;
        while (sort(at) == Sort::letter && look(at) < 0x80)
            ++at;
        auto const length = at - at_ - 1;
        bool const top = starts(at_ + 1, U"com") || starts(at_ + 1, U"net") ||
                         starts(at_ + 1, U"org") || starts(at_ + 1, U"co.");
        return length >= 2 && length <= 4 && (look(at) == '/' || top);
    }

    void finish()
    {
        (*this)[Trait::glyphs] = static_cast<std::uint32_t>(text_.size());
        auto const size = std::max<std::size_t>(text_.size(), 1);
        (*this)[Trait::digit_share] = static_cast<std::uint32_t>(digits_ * 1000 / size);
        (*this)[Trait::upper_share] =
            static_cast<std::uint32_t>(letters_ < 8 ? 0 : upper_ * 100 / letters_);
        if (last_link_ > 0 && last_link_ + 4 > text_.size()) ++(*this)[Trait::link_at_end];
        if (!text_.empty() && in_word(text_.back().sort)) ++(*this)[Trait::ends_open];
        if (look(0) == '>') ++(*this)[Trait::quoted_lines];
    }

    std::span<Glyph const> text_;
    std::size_t at_ = 0;
    std::size_t digits_ = 0;
    std::size_t upper_ = 0;
    std::size_t letters_ = 0;
    std::size_t last_link_ = 0;
    Shape shape_{};
};

}  // namespace

Shape shape_of(std::span<Glyph const> text)
{
    return Reader{text}.read();
}

}  // namespace filters
