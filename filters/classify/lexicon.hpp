// filters/classify/lexicon.hpp: words and phrases that tell why a text is sent, in about twenty languages (lexicon/*.txt,
// one a language, written for this; built in). A line is a class and its entries:
//
//   discount: indirim*, % off, yari fiyat*        "*": any ending; accents and case don't matter
//
// A text is matched in one walk: at every beginning of a word, all entries that lie there.
#pragma once

#include "filters/classify/fold.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace filters {

/// One entry found: it is known by its number; one text found in several classes is several entries.
struct Hit {
    std::uint32_t entry = 0;
    std::uint32_t position = 0;  ///< of its first glyph
};

struct LexiconEntry {
    std::uint8_t group = 0;       ///< index of its class
    std::uint8_t length = 0;      ///< glyphs
    std::uint32_t languages = 0;  ///< a bit a language
};

class Lexicon {
public:
    /// The built-in one.
    static Lexicon const& shipped();

    std::vector<std::string> const& groups() const { return groups_; }
    std::vector<LexiconEntry> const& entries() const { return entries_; }
    std::uint32_t english() const { return english_; }

    /// Adds what is found in `text` to `hits`.
    void find(std::span<Glyph const> text, std::vector<Hit>& hits) const;

private:
    Lexicon() = default;
    void read(std::string_view text, std::uint32_t language);
    void add(std::string_view spelling, std::uint8_t group, std::uint32_t language);
    std::uint32_t child(std::uint32_t node, char32_t c) const;
    std::uint32_t make_child(std::uint32_t node, char32_t c);
    void grow();
    std::uint32_t first(char32_t c) const;
    /// Adds the entries that end at `node`; `inside` a word only those with any ending.
    void note(std::uint32_t node, bool inside, std::size_t from, std::vector<Hit>& hits) const;
    void walk(std::span<Glyph const> text, std::size_t from, std::vector<Hit>& hits) const;

    /// An edge of the trie, in an open-addressed table: from node (21 bits), by code point (21), to node (22; 0: empty).
    /// In eight bytes, since most of a text's time goes into waiting for them.
    using Edge = std::uint64_t;
    /// What ends at a node: a range of `ends_`.
    struct End {
        std::uint32_t entry = 0;
        bool open = false;       ///< any ending
        std::uint32_t next = 0;  ///< of the same node, as index + 1
    };

    std::vector<std::string> groups_;
    std::vector<LexiconEntry> entries_;
    std::vector<std::uint32_t> first_;  ///< of the root, by code point: most walks end here
    std::vector<Edge> edges_;
    std::size_t edge_count_ = 0;
    std::vector<std::uint32_t> first_end_{0};  ///< a node: index + 1 into `ends_`
    std::vector<End> ends_;
    std::uint32_t english_ = 0;
};

}  // namespace filters
