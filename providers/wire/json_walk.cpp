#include "providers/wire/json_walk.hpp"

#include <algorithm>
#include <string>

namespace wire {
namespace {

constexpr std::size_t most_values = 500'000;  // of 64 bytes each here, of two in a hostile body

bool is_space(char c)
{
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

/// Leaves out the digits in front. False: there are none.
bool take_digits(std::string_view& text)
{
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9')
        ++count;
    text.remove_prefix(count);
    return count > 0;
}

bool take(std::string_view& text, char one, char other)
{
    auto const holds = !text.empty() && (text.front() == one || text.front() == other);
    if (holds) text.remove_prefix(1);
    return holds;
}

/// RFC 8259 §6. simdjson's own reading refuses numbers that no double can hold; we only pass them
/// on.
bool is_number(std::string_view text)
{
    take(text, '-', '-');
    if (!take(text, '0', '0') && !take_digits(text)) return false;
    if (take(text, '.', '.') && !take_digits(text)) return false;
    if (!take(text, 'e', 'E')) return text.empty();
    take(text, '+', '-');
    return take_digits(text) && text.empty();
}

/// Walks every key and value of one document, over the places of its tokens: brackets, colons, commas, and where each
/// string, number or word begins. simdjson finds those (its first stage, which also checks the UTF-8, that strings end
/// and that no control byte is in one); the grammar over them is short enough to be walked by hand, at less than a third of what
/// its on-demand reading costs where everything is visited. A step looks ahead at all tokens it may need, so that it
/// asks once whether they are there.
class Walk {
public:
    Walk(std::string_view body, simdjson::internal::dom_parser_implementation const& tokens,
         Walked& walked)
        : body_{body},
          tokens_{tokens},
          places_{tokens.structural_indexes.get()},
          end_{places_ + tokens.n_structural_indexes},
          nodes_{walked.nodes},
          most_nodes_{std::min<std::size_t>(tokens.n_structural_indexes, most_values)},
          keys_{walked.keys},
          unescaped_{walked.unescaped}
    {
        if (nodes_.size() < most_nodes_) nodes_.resize(most_nodes_);
    }

    bool root()
    {
        if (left() == 0 || !opens(byte(0))) return false;
        return container({}, places_[0], 0) &&
               (left() == 0 || fail("there is more after the end of the document"));
    }

    model::Problem problem() const { return {what_, "byte " + std::to_string(here_)}; }

private:
    /// What one member of an object takes at least: its key, a colon, its value's first token, and what follows.
    static constexpr std::ptrdiff_t member_tokens = 4;
    static constexpr std::ptrdiff_t item_tokens = 2;

    static bool opens(char first) { return first == '{' || first == '['; }

    bool fail(char const* what)
    {
        what_ = what;
        return false;
    }

    std::ptrdiff_t left() const { return end_ - places_; }
    /// The first byte of a token ahead, which must be there.
    char byte(std::ptrdiff_t ahead) const { return body_[places_[ahead]]; }

    char took() { return body_[*places_++]; }

    /// The token ahead, without the white space between it and the one behind it, which must be there too.
    std::string_view token(std::ptrdiff_t ahead) const
    {
        auto const begin = places_[ahead];
        auto end = places_[ahead + 1];
        while (is_space(body_[end - 1]))
            --end;
        return {body_.data() + begin, end - begin};
    }

    /// Null: there are too many.
    Node* add()
    {
        if (count_ < most_nodes_) return &nodes_[count_++];
        fail("too many values");
        return nullptr;
    }

    /// A container, whose first token is the next. `depth`: containers around it.
    bool container(std::string_view key, std::uint32_t item_begin, std::size_t depth)
    {
        here_ = places_[0];
        if (depth == deepest) return fail("nested too deep");
        auto const self = count_;
        auto* const node = add();
        if (node == nullptr) return false;
        auto const is_object = byte(0) == '{';
        ++places_;
        node->key = key;
        node->text = {};
        node->item_begin = item_begin;
        node->begin = here_;
        node->type = is_object ? Type::object : Type::array;
        if (!(is_object ? members(self, depth + 1) : items(depth + 1))) return false;
        node->end = places_[-1] + 1;
        node->nodes = static_cast<std::uint32_t>(count_ - self);
        return true;
    }

    [[gnu::always_inline]] bool scalar(std::string_view key, std::uint32_t item_begin,
                                       std::string_view text)
    {
        auto* const node = add();
        if (node == nullptr) return false;
        node->key = key;
        node->item_begin = item_begin;
        node->begin = here_;
        node->end = here_ + static_cast<std::uint32_t>(text.size());
        node->nodes = 1;
        auto const is_string = text.front() == '"';
        node->type = is_string ? Type::string : type_of(text.front());
        auto const holds = is_string ? string(text) : is_word_or_number(text);
        node->text = text;
        return holds;
    }

    static Type type_of(char first)
    {
        if (first == 'n') return Type::null;
        return first == 't' || first == 'f' ? Type::boolean : Type::number;
    }

    static bool is_word_or_number(std::string_view text)
    {
        switch (text.front()) {
            case 'n': return text == "null";
            case 't': return text == "true";
            case 'f': return text == "false";
            default: return is_number(text);
        }
    }

    /// From a string's token to what it says. The first stage found both quotes. Copied only where something is
    /// escaped; strings come in the order of the body, which so is searched for escapes once.
    bool string(std::string_view& token)
    {
        auto const begin = static_cast<std::size_t>(token.data() - body_.data());
        auto const end = begin + token.size();
        token = {token.data() + 1, token.size() - 2};
        if (escape_ < begin) escape_ = body_.find('\\', begin);
        return escape_ >= end || unescape(token);
    }

    bool unescape(std::string_view& text)
    {
        // What is unescaped is never longer, and each string's room to write ahead is the next one's.
        unescaped_.reserve(body_.size() + body_padding);
        auto* const to = unescaped_.at(unescaped_bytes_);
        auto const* const end =
            tokens_.parse_string(reinterpret_cast<std::uint8_t const*>(text.data()), to);
        if (end == nullptr) return false;
        text = {reinterpret_cast<char const*>(to), static_cast<std::size_t>(end - to)};
        unescaped_bytes_ += text.size();
        return true;
    }

    /// The value ahead. True: it holds, and another token follows it.
    [[gnu::always_inline]] bool value_ahead(std::ptrdiff_t ahead, std::string_view key,
                                            std::uint32_t item_begin, std::size_t depth)
    {
        here_ = places_[ahead];
        if (opens(body_[here_])) {
            places_ += ahead;
            return container(key, item_begin, depth) && left() > 0;
        }
        auto const text = token(ahead);
        places_ += ahead + 1;
        return scalar(key, item_begin, text);
    }

    bool items(std::size_t depth)
    {
        if (left() > 0 && byte(0) == ']') return ++places_, true;
        char next{};
        do {
            if (left() < item_tokens || !value_ahead(0, {}, places_[0], depth)) return false;
            next = took();
        } while (next == ',');
        return next == ']';
    }

    bool members(std::size_t self, std::size_t depth)
    {
        if (left() > 0 && byte(0) == '}') return ++places_, true;
        std::uint64_t seen = 0;
        auto differ = true;
        char next{};
        do {
            if (left() < member_tokens || byte(0) != '"' || byte(1) != ':') return false;
            auto const item_begin = places_[0];
            auto key = token(0);
            if (!string(key)) return false;
            auto const bit = bit_of(key);
            differ = differ && (seen & bit) == 0;
            seen |= bit;
            if (!value_ahead(2, key, item_begin, depth)) return false;
            next = took();
        } while (next == ',');
        if (next != '}') return false;
        return differ || keys_differ(self) || fail("a key stands twice in one object");
    }

    /// Most objects' keys differ in their size or an end already: only where two agree in what these come to, they
    /// are compared.
    static std::uint64_t bit_of(std::string_view key)
    {
        auto const* const bytes =
            key.data();  // of an empty key: its quotes, since it stands in the body
        auto const first = static_cast<unsigned char>(*bytes);
        auto const last =
            static_cast<unsigned char>(bytes[static_cast<std::ptrdiff_t>(key.size()) - 1]);
        return std::uint64_t{1} << ((key.size() * 7 + first * 3U + last) % 64);
    }

    bool keys_differ(std::size_t self)
    {
        keys_.clear();
        for (auto member = self + 1; member < count_; member += nodes_[member].nodes)
            keys_.push_back(nodes_[member].key);
        std::sort(keys_.begin(), keys_.end());
        return std::adjacent_find(keys_.begin(), keys_.end()) == keys_.end();
    }

    std::string_view body_;
    simdjson::internal::dom_parser_implementation const& tokens_;
    std::uint32_t const* places_;  ///< of the next token
    std::uint32_t const* end_;
    std::vector<Node>& nodes_;  ///< as many as there can be: never grows while it is filled
    std::size_t most_nodes_;
    std::size_t count_ = 0;
    std::vector<std::string_view>& keys_;
    Unescaped& unescaped_;
    std::size_t unescaped_bytes_ = 0;
    std::uint32_t here_ = 0;                 ///< the value that was read last
    std::size_t escape_ = body_.find('\\');  ///< the next one in the body, or none
    char const* what_ = "not valid JSON";
};

}  // namespace

std::optional<model::Problem> walk(std::string_view body,
                                   simdjson::internal::dom_parser_implementation const& tokens,
                                   Walked& walked)
{
    Walk whole{body, tokens, walked};
    if (whole.root()) return std::nullopt;
    return whole.problem();
}

}  // namespace wire
