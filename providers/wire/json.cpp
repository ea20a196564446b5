#include "providers/wire/json.hpp"

#include "providers/wire/text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace wire {

static_assert(body_padding >= simdjson::SIMDJSON_PADDING);

namespace {

/// Room for what strings with escapes say, left as it was: zeroing it would cost more than reading most bodies.
class Unescaped {
public:
    /// Room for `bytes` in all. What is in it goes where it must grow, so all of a body is reserved before its first.
    void reserve(std::size_t bytes)
    {
        if (bytes <= size_) return;
        room_ = std::make_unique_for_overwrite<std::uint8_t[]>(bytes);
        size_ = bytes;
    }
    std::uint8_t* at(std::size_t offset) const { return room_.get() + offset; }

private:
    std::unique_ptr<std::uint8_t[]> room_;
    std::size_t size_ = 0;
};

}  // namespace

/// What reading a body needs and the next body can use again.
struct Document::Workspace {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> tokens;
    std::vector<Node> nodes;
    std::vector<std::string_view> keys;
    Unescaped unescaped;
};

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t most_values = 500'000;  // of 64 bytes each here, of two in a hostile body
constexpr std::size_t smallest_body = 4096;   // below it all bodies share one size of workspace
constexpr std::size_t kept_bytes = 1 << 20;   // a workspace that served a bigger body,
constexpr std::size_t kept_values = 1 << 14;  // or one of more values, is not kept

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
/// and that no control byte is in one); the grammar over them is short enough to be walked by hand, at a fifth of what
/// its on-demand reading costs where everything is visited. A step looks ahead at all tokens it may need, so that it
/// asks once whether they are there.
class Walk {
public:
    Walk(std::string_view body, simdjson::internal::dom_parser_implementation const& tokens,
         std::vector<Node>& nodes, std::vector<std::string_view>& keys, Unescaped& unescaped)
        : body_{body},
          tokens_{tokens},
          places_{tokens.structural_indexes.get()},
          end_{places_ + tokens.n_structural_indexes},
          nodes_{nodes},
          most_nodes_{std::min<std::size_t>(tokens.n_structural_indexes, most_values)},
          keys_{keys},
          unescaped_{unescaped}
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

/// The places of all tokens in `tokens`, which is made where there is none yet.
simdjson::error_code find_tokens(
    std::string_view body, std::unique_ptr<simdjson::internal::dom_parser_implementation>& tokens)
{
    auto const capacity = std::bit_ceil(std::max(body.size() + 1, smallest_body));
    auto error = simdjson::SUCCESS;
    if (!tokens) {
        error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, deepest, tokens);
    } else if (tokens->capacity() < body.size() + 1) {
        error = tokens->set_capacity(capacity);
    }
    if (error != simdjson::SUCCESS) return error;
    return tokens->stage1(reinterpret_cast<std::uint8_t const*>(body.data()), body.size(),
                          simdjson::stage1_mode::regular);
}

}  // namespace

std::optional<Value> Value::find(std::string_view key) const
{
    if (!is(Type::object)) return std::nullopt;
    for (Value const member : *this) {
        if (member->key == key) return member;
    }
    return std::nullopt;
}

// Each thread keeps one workspace for its next body: making a parser's buffers costs more than
// reading a small body with them. Nothing is shared, and a second document alive on the same thread
// makes its own.
std::unique_ptr<Document::Workspace>& Document::spare()
{
    thread_local std::unique_ptr<Workspace> workspace;
    return workspace;
}

Document::Document(std::unique_ptr<Workspace> workspace) : workspace_{std::move(workspace)} {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&& other) noexcept
{
    workspace_.swap(other.workspace_);
    return *this;
}

Document::~Document()
{
    if (!workspace_ || !workspace_->tokens || workspace_->tokens->capacity() > kept_bytes) return;
    if (workspace_->nodes.capacity() <= kept_values) spare() = std::move(workspace_);
}

Value Document::root() const
{
    return Value{workspace_->nodes.data()};
}

model::Result<Document> Document::read(std::string_view body)
{
    if (body.size() > std::numeric_limits<std::uint32_t>::max() - body_padding) {
        return model::Problem{"the document is too large", "byte 4294967295"};
    }
    if (body.starts_with("\xEF\xBB\xBF")) return model::Problem{"a byte order mark", "byte 0"};
    auto workspace = spare() ? std::move(spare()) : std::make_unique<Workspace>();
    Document result{std::move(workspace)};
    Workspace& space = *result.workspace_;
    auto const error = find_tokens(body, space.tokens);
    if (error != simdjson::SUCCESS) {
        return model::Problem{error == simdjson::UTF8_ERROR ? "not valid UTF-8" : "not valid JSON",
                              "body"};
    }
    Walk walk{body, *space.tokens, space.nodes, space.keys, space.unescaped};
    if (!walk.root()) return walk.problem();
    return result;
}

std::optional<std::string_view> misspelt(Value object, std::span<std::string_view const> names)
{
    if (!object.is(Type::object)) return std::nullopt;
    constexpr std::size_t sizes = 64;
    std::uint64_t wanted = 0;  // most keys are of another size than all names
    for (std::string_view const name : names)
        wanted |= std::uint64_t{1} << (name.size() % sizes);
    for (Value const member : object) {
        auto const key = member->key;
        if ((wanted >> (key.size() % sizes) & 1) == 0) continue;
        for (std::string_view const name : names) {
            if (key != name && same_but_for_case(key, name)) return name;
        }
    }
    return std::nullopt;
}

}  // namespace wire
