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
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const* const rest = std::find_if_not(text.begin(), text.end(), is_digit);
    auto const count = static_cast<std::size_t>(rest - text.begin());
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
/// and that no control byte is in one); the grammar over them is short enough to be walked by hand, at a third of what
/// its on-demand reading costs where everything is visited.
class Walk {
public:
    Walk(std::string_view body, simdjson::internal::dom_parser_implementation const& tokens,
         std::vector<Node>& nodes, std::vector<std::string_view>& keys, Unescaped& unescaped)
        : body_{body},
          tokens_{tokens},
          places_{tokens.structural_indexes.get()},
          end_{places_ + tokens.n_structural_indexes},
          nodes_{nodes},
          keys_{keys},
          unescaped_{unescaped}
    {
    }

    bool root()
    {
        auto const first = peek();
        if (first != '{' && first != '[') return false;
        return value({}, nullptr, 0) &&
               (places_ == end_ || fail("there is more after the end of the document"));
    }

    model::Problem problem() const { return {what_, "byte " + std::to_string(here_)}; }

private:
    bool fail(char const* what)
    {
        what_ = what;
        return false;
    }

    std::uint32_t offset(char const* at) const
    {
        return static_cast<std::uint32_t>(at - body_.data());
    }

    /// The first byte of the next token; 0 where there is none.
    char peek() const { return places_ == end_ ? '\0' : body_[*places_]; }

    bool took(char wanted)
    {
        if (peek() != wanted) return false;
        ++places_;
        return true;
    }

    /// The token that was taken last, without the white space behind it.
    std::string_view token() const
    {
        auto const begin = places_[-1];
        auto end = places_ == end_ ? body_.size() : std::size_t{*places_};
        while (is_space(body_[end - 1]))
            --end;
        return body_.substr(begin, end - begin);
    }

    /// `depth`: containers around it.
    bool value(std::string_view key, char const* item_begin, std::size_t depth)
    {
        auto const first = peek();
        if (first == '\0') return false;
        here_ = *places_++;
        auto const begin = item_begin ? offset(item_begin) : here_;
        auto const self = nodes_.size();
        if (self == most_values) return fail("too many values");
        if (first != '{' && first != '[') return scalar(key, begin);
        nodes_.push_back({key, {}, begin, here_, 0, 1, Type::null});
        return container(self, first, depth);
    }

    bool container(std::size_t self, char first, std::size_t depth)
    {
        if (depth == deepest) return fail("nested too deep");
        if (first == '[') return items(self, depth + 1);
        return members(self, depth + 1) && keys_differ(Value{&nodes_[self]});
    }

    bool scalar(std::string_view key, std::uint32_t item_begin)
    {
        auto text = token();
        auto const end = here_ + static_cast<std::uint32_t>(text.size());
        auto type = Type::number;
        auto holds = true;
        switch (text.front()) {
            case '"':
                type = Type::string;
                holds = string(text);
                break;
            case 'n':
                type = Type::null;
                holds = text == "null";
                break;
            case 't':
            case 'f':
                type = Type::boolean;
                holds = text == "true" || text == "false";
                break;
            default: holds = is_number(text);
        }
        nodes_.push_back({key, text, item_begin, here_, end, 1, type});
        return holds;
    }

    /// From a string's token to what it says. The first stage found both quotes. Copied only where something is
    /// escaped; strings come in the order of the body, which so is searched for escapes once.
    bool string(std::string_view& token)
    {
        auto const begin = static_cast<std::size_t>(token.data() - body_.data());
        auto const end = begin + token.size();
        token = token.substr(1, token.size() - 2);
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

    bool items(std::size_t self, std::size_t depth)
    {
        if (took(']')) return close(self, Type::array);
        do {
            if (!value({}, nullptr, depth)) return false;
        } while (took(','));
        return took(']') && close(self, Type::array);
    }

    bool members(std::size_t self, std::size_t depth)
    {
        if (took('}')) return close(self, Type::object);
        do {
            if (!took('"')) return false;
            auto const* const quote = body_.data() + places_[-1];
            auto key = token();
            if (!string(key)) return false;
            if (!took(':') || !value(key, quote, depth)) return false;
        } while (took(','));
        return took('}') && close(self, Type::object);
    }

    bool close(std::size_t self, Type type)
    {
        Node& node = nodes_[self];
        node.type = type;
        node.end = places_[-1] + 1;
        node.nodes = static_cast<std::uint32_t>(nodes_.size() - self);
        return true;
    }

    /// Most objects' keys differ in their size or an end already: only where two agree in what these come to, they
    /// are compared.
    bool keys_differ(Value object)
    {
        std::uint64_t seen = 0;
        auto differ = true;
        for (Value const member : object) {
            auto const bit = std::uint64_t{1} << (mark_of(member->key) % 64);
            differ = differ && (seen & bit) == 0;
            seen |= bit;
        }
        return differ || sorted_keys_differ(object) || fail("a key stands twice in one object");
    }

    static std::size_t mark_of(std::string_view key)
    {
        if (key.empty()) return 0;
        auto const first = static_cast<unsigned char>(key.front());
        auto const last = static_cast<unsigned char>(key.back());
        return key.size() * 7 + first * 3U + last;
    }

    bool sorted_keys_differ(Value object)
    {
        keys_.clear();
        for (Value const member : object)
            keys_.push_back(member->key);
        std::sort(keys_.begin(), keys_.end());
        return std::adjacent_find(keys_.begin(), keys_.end()) == keys_.end();
    }

    std::string_view body_;
    simdjson::internal::dom_parser_implementation const& tokens_;
    std::uint32_t const* places_;  ///< of the next token
    std::uint32_t const* end_;
    std::vector<Node>& nodes_;
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
    space.nodes.clear();
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
    for (Value const member : object) {
        for (std::string_view const name : names) {
            if (member->key != name && same_but_for_case(member->key, name)) return name;
        }
    }
    return std::nullopt;
}

}  // namespace wire
