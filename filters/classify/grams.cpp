#include "filters/classify/grams.hpp"

#include "filters/classify/features.hpp"

#include <array>

namespace filters {
namespace {

constexpr std::uint32_t mixed(std::uint32_t hash, std::uint32_t c)
{
    return (hash ^ c) * 0x01000193U;
}

std::uint32_t bucket_of(std::uint32_t hash)
{
    hash ^= hash >> 15U;
    hash *= 0x2C1B3C6DU;
    hash ^= hash >> 13U;
    return hash & (gram_buckets - 1);
}

/// Words, pairs of words, and pieces of four letters; of dense scripts pieces of one to three.
class Grams {
public:
    /// Room for `most` of a glyph, and for what ends behind the last.
    explicit Grams(std::uint32_t* out) : out_{out} {}

    void take(Glyph const& glyph)
    {
        bool const space = glyph.sort == Sort::space || glyph.sort == Sort::line_end;
        char32_t const c = glyph.sort == Sort::digit ? U'0' : space ? U' ' : glyph.folded;
        bool const again = c == last_[3] && (c == '0' || c == ' ');
        if (again) return;
        if (glyph.sort == Sort::dense) {
            end_word();
            piece(c);
        } else if (in_word(glyph.sort)) {
            word_ = mixed(word_ == 0 ? 0x811C9DC5U : word_, c);
        } else {
            end_word();
        }
        for (std::size_t i = 0; i + 1 < last_.size(); ++i)
            last_[i] = last_[i + 1];
        last_[3] = c;
        if (glyph.sort != Sort::dense && last_[0] != 0) add_four();
    }

    void end_word()
    {
        if (word_ == 0) return;
        *out_++ = bucket_of(word_ ^ 0x5A5A0001U);
        if (last_word_ != 0) *out_++ = bucket_of(last_word_ * 31U + word_);
        last_word_ = word_;
        word_ = 0;
    }

    std::uint32_t const* end() const { return out_; }

    static constexpr std::size_t most = 5;  ///< a word, a pair and three pieces

private:
    void piece(char32_t c)
    {
        auto const one = mixed(0x811C9DC6U, c);
        auto const two = mixed(mixed(one, last_[3]), 2);
        *out_++ = bucket_of(one);
        *out_++ = bucket_of(two);
        *out_++ = bucket_of(mixed(mixed(two, last_[2]), 3));
    }

    void add_four()
    {
        std::uint32_t hash = 0x811C9DC8U;
        for (auto const c : last_)
            hash = mixed(hash, c);
        *out_++ = bucket_of(hash);
    }

    std::uint32_t* out_;
    std::array<char32_t, 4> last_{};
    std::uint32_t word_ = 0;
    std::uint32_t last_word_ = 0;
};

}  // namespace

void find_grams(std::span<Glyph const> text, std::vector<std::uint32_t>& out)
{
    out.resize((text.size() + 1) * Grams::most);
    Grams grams{out.data()};
    for (auto const& glyph : text)
        grams.take(glyph);
    grams.end_word();
    out.resize(static_cast<std::size_t>(grams.end() - out.data()));
}

}  // namespace filters
