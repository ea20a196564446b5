#include "filters/classify/lexicon.hpp"

#include "filters/classify/lexicon_files.hpp"

#include <algorithm>

namespace filters {
namespace {

constexpr char32_t first_end = 0xA000;

constexpr unsigned to_bits = 22;

/// What an edge is found by.
std::uint64_t key_of(std::uint32_t node, char32_t c)
{
    return std::uint64_t{node} << 21U | c;
}

std::uint32_t to_of(std::uint64_t edge)
{
    return static_cast<std::uint32_t>(edge) & ((1U << to_bits) - 1);
}

std::size_t slot_of(std::uint64_t key, std::size_t mask)
{
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 32U) & mask;
}

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \r\n") - first + 1);
}

/// The part before `end`; takes it and the end off.
std::string_view take_until(std::string_view& text, char end)
{
    auto const at = std::min(text.find(end), text.size());
    auto const part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

bool may_begin(std::span<Glyph const> text, std::size_t at)
{
    auto const sort = text[at].sort;
    if (sort == Sort::space || sort == Sort::line_end) return false;
    if (at == 0 || sort == Sort::dense || !in_word(sort)) return true;
    auto const before = text[at - 1].sort;
    return !in_word(before) || before == Sort::dense || (before != sort && sort != Sort::digit);
}

/// Letters that Arabic joins to the front of a word: "and", "with", "the", …
std::size_t joined(std::span<Glyph const> text, std::size_t at)
{
    auto const is = [&](std::size_t i, char32_t c) {
        return i < text.size() && text[i].folded == c;
    };
    std::size_t end = at;
    if (is(end, 0x648) || is(end, 0x628) || is(end, 0x641)) ++end;  // waw, beh, feh
    if (is(end, 0x627) && is(end + 1, 0x644)) return end + 2;       // alef lam
    if (is(end, 0x644)) return end + (is(end + 1, 0x644) ? 2 : 1);  // lam, lam lam
    return end;
}

/// Whether the word that began at `from` goes on behind `at`. One syllable of Hangul must be a word of its own.
bool goes_on(std::span<Glyph const> text, std::size_t from, std::size_t at)
{
    if (at + 1 == text.size()) return false;
    auto const next = text[at + 1].sort;
    if (!in_word(next) || next == Sort::dense) return false;
    auto const last = text[at].sort;
    return last == Sort::letter || last == Sort::digit || (last == Sort::hangul && at == from);
}

}  // namespace

std::uint32_t Lexicon::child(std::uint32_t node, char32_t c) const
{
    auto const mask = edges_.size() - 1;
    auto const key = key_of(node, c);
    for (auto at = slot_of(key, mask);; at = (at + 1) & mask) {
        auto const edge = edges_[at];
        if (edge == 0 || edge >> to_bits == key) return to_of(edge);
    }
}

void Lexicon::grow()
{
    auto const old = std::move(edges_);
    edges_.assign(std::max<std::size_t>(old.size() * 2, 1024), Edge{0});
    auto const mask = edges_.size() - 1;
    for (auto const edge : old) {
        if (edge == 0) continue;
        auto at = slot_of(edge >> to_bits, mask);
        while (edges_[at] != 0)
            at = (at + 1) & mask;
        edges_[at] = edge;
    }
}

std::uint32_t Lexicon::make_child(std::uint32_t node, char32_t c)
{
    if ((edge_count_ + 1) * 2 > edges_.size()) grow();
    if (auto const found = child(node, c)) return found;
    auto const mask = edges_.size() - 1;
    auto const key = key_of(node, c);
    auto at = slot_of(key, mask);
    while (edges_[at] != 0)
        at = (at + 1) & mask;
    auto const made = static_cast<std::uint32_t>(first_end_.size());
    edges_[at] = key << to_bits | made;
    first_end_.push_back(0);
    ++edge_count_;
    return made;
}

void Lexicon::add(std::string_view spelling, std::uint8_t group, std::uint32_t language)
{
    bool const open = spelling.size() > 1 && spelling.back() == '*';
    if (open) spelling.remove_suffix(1);
    std::vector<Glyph> glyphs;
    fold_into(spelling, spelling.size(), glyphs);
    if (glyphs.empty()) return;
    std::uint32_t node = 0;
    for (auto const& glyph : glyphs)
        node = make_child(node, glyph.folded);
    for (auto at = first_end_[node]; at != 0; at = ends_[at - 1].next) {
        auto& entry = entries_[ends_[at - 1].entry];
        if (entry.group != group) continue;
        entry.languages |= language;
        ends_[at - 1].open |= open;
        return;
    }
    ends_.push_back({static_cast<std::uint32_t>(entries_.size()), open, first_end_[node]});
    first_end_[node] = static_cast<std::uint32_t>(ends_.size());
    entries_.push_back({group, static_cast<std::uint8_t>(glyphs.size()), language});
}

void Lexicon::read(std::string_view text, std::uint32_t language)
{
    while (!text.empty()) {
        auto line = take_until(text, '\n');
        auto const name = take_until(line, ':');
        if (line.empty()) continue;
        auto const known = std::find(groups_.begin(), groups_.end(), name);
        auto const group = static_cast<std::uint8_t>(known - groups_.begin());
        if (known == groups_.end()) groups_.emplace_back(name);
        while (!line.empty()) {
            auto const spelling = trimmed(take_until(line, ','));
            if (!spelling.empty()) add(spelling, group, language);
        }
    }
}

Lexicon const& Lexicon::shipped()
{
    static Lexicon const lexicon = [] {
        Lexicon made;
        made.grow();
        std::uint32_t language = 1;
        for (auto const& [name, text] : lexicon_files()) {
            if (name == "en") made.english_ = language;
            made.read(text, language);
            language <<= 1U;
        }
        for (char32_t c = 0; c < first_end; ++c)
            made.first_.push_back(made.child(0, c));
        return made;
    }();
    return lexicon;
}

std::uint32_t Lexicon::first(char32_t c) const
{
    return c < first_end ? first_[c] : child(0, c);
}

void Lexicon::note(std::uint32_t node, bool inside, std::size_t from, std::vector<Hit>& hits) const
{
    for (auto end = first_end_[node]; end != 0; end = ends_[end - 1].next) {
        End const& found = ends_[end - 1];
        if (!inside || found.open) hits.push_back({found.entry, static_cast<std::uint32_t>(from)});
    }
}

void Lexicon::walk(std::span<Glyph const> text, std::size_t from, std::vector<Hit>& hits) const
{
    std::uint32_t node = 0;
    for (auto at = from; at < text.size(); ++at) {
        auto const sort = text[at].sort;
        bool const gap = sort == Sort::space || sort == Sort::line_end;
        auto const c = gap ? U' ' : text[at].folded;
        node = at == from ? first(c) : child(node, c);
        if (node == 0) return;
        if (first_end_[node] != 0) note(node, goes_on(text, from, at), from, hits);
    }
}

void Lexicon::find(std::span<Glyph const> text, std::vector<Hit>& hits) const
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!may_begin(text, at)) continue;
        walk(text, at, hits);
        if (text[at].folded < 0x600 || text[at].folded > 0x6FF) continue;
        if (auto const behind = joined(text, at); behind != at) walk(text, behind, hits);
    }
}

}  // namespace filters
