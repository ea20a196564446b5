#include "providers/wire/json.hpp"

#include "providers/wire/text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace wire {

namespace ondemand = simdjson::ondemand;

static_assert(body_padding >= simdjson::SIMDJSON_PADDING);

/// What reading a body needs and the next body can use again.
struct Document::Workspace {
    ondemand::parser parser;
    std::vector<Node> nodes;
    std::vector<std::string_view> keys;
};

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t pairwise_keys = 8;  // up to here comparing all pairs is cheaper than sorting
constexpr std::size_t most_values = 500'000;  // of 64 bytes each here, of two in a hostile body
constexpr std::size_t kept_bytes = 1 << 20;   // a workspace that served a bigger body,
constexpr std::size_t kept_values = 1 << 14;  // or one of more values, is not kept

bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::size_t digits(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at;
}

/// RFC 8259 §6. simdjson's own reading refuses numbers that no double can hold; we only pass them
/// on.
bool is_number(std::string_view text)
{
    std::size_t const from = text.starts_with('-') ? 1 : 0;
    std::size_t at = digits(text, from);
    if (at == from || (at > from + 1 && text[from] == '0')) return false;
    if (at < text.size() && text[at] == '.') {
        std::size_t const fraction = at + 1;
        at = digits(text, fraction);
        if (at == fraction) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        std::size_t const exponent = at;
        at = digits(text, exponent);
        if (at == exponent) return false;
    }
    return at == text.size();
}

/// Walks every key and value of one document. On-demand reading checks only what is asked for, so
/// all is asked for.
class Walk {
public:
    Walk(std::string_view body, ondemand::document& document, std::vector<Node>& nodes,
         std::vector<std::string_view>& keys)
        : body_{body}, document_{document}, nodes_{nodes}, keys_{keys}
    {
    }

    bool root()
    {
        if (!starts_value()) return false;
        Node& node = nodes_.emplace_back();
        node.item_begin = node.begin = offset(here_);
        bool const read = *here_ == '{' ? items(document_.get_object(), 0, 0)
                                        : *here_ == '[' && items(document_.get_array(), 0, 0);
        if (!read) return false;
        return document_.current_location().error() == simdjson::OUT_OF_BOUNDS ||
               fail("there is more after the end of the document");
    }

    model::Problem problem() const
    {
        auto const byte = here_ ? offset(here_) : 0U;
        return {what_, "byte " + std::to_string(byte)};
    }

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

    /// Whether the next token is one of the body's: behind an unclosed container the parser goes on
    /// into the padding.
    bool starts_value()
    {
        char const* at = nullptr;
        if (document_.current_location().get(at) || at >= body_.data() + body_.size()) return false;
        here_ = at;
        return true;
    }

    bool value(simdjson::simdjson_result<ondemand::value>&& result, std::string_view key,
               char const* item_begin, std::size_t depth)
    {
        ondemand::value json;
        if (!starts_value() || std::move(result).get(json)) return false;
        auto const self = nodes_.size();
        if (self == most_values) return fail("too many values");
        Node& node = nodes_.emplace_back();
        node.key = key;
        node.begin = offset(here_);
        node.item_begin = item_begin ? offset(item_begin) : node.begin;
        switch (*here_) {
            case '{': return items(json.get_object(), self, depth + 1);
            case '[': return items(json.get_array(), self, depth + 1);
            default: return scalar(json, node);
        }
    }

    /// Over scalars that are no strings the parser's next step moves by itself.
    bool scalar(ondemand::value json, Node& node)
    {
        std::string_view token = json.raw_json_token();
        while (!token.empty() && is_space(token.back()))
            token.remove_suffix(1);
        node.end = node.begin + static_cast<std::uint32_t>(token.size());
        node.text = token;
        switch (token.front()) {
            case '"': node.type = Type::string; return string(json, token, node.text);
            case 'n': node.type = Type::null; return token == "null";
            case 't':
            case 'f': node.type = Type::boolean; return token == "true" || token == "false";
            default: node.type = Type::number; return is_number(token);
        }
    }

    /// Copied by the parser only where something is escaped. Taken in either case: what is left for the parser to step
    /// over might be a key to it ({"a":"b":[...]}), and it would step over all that follows.
    bool string(ondemand::value json, std::string_view token, std::string_view& text)
    {
        if (token.find('\\') != std::string_view::npos) return !json.get_string().get(text);
        text = token.substr(1, token.size() - 2);
        return json.get_raw_json_string().error() == simdjson::SUCCESS;
    }

    bool key_of(ondemand::field& field, std::string_view& key)
    {
        char const* const begin = field.key().raw();
        char const* end = begin;
        while (*end != '"' && *end != '\\')
            ++end;  // keys are short, and each has its closing quote
        key = {begin, static_cast<std::size_t>(end - begin)};
        return *end == '"' || !field.unescaped_key().get(key);
    }

    bool items(simdjson::simdjson_result<ondemand::array>&& result, std::size_t self,
               std::size_t depth)
    {
        ondemand::array array;
        if (depth >= deepest) return fail("nested too deep");
        if (std::move(result).get(array)) return false;
        for (auto item : array) {
            if (item.error() || !value(std::move(item), {}, nullptr, depth)) return false;
        }
        return close(self, Type::array);
    }

    bool items(simdjson::simdjson_result<ondemand::object>&& result, std::size_t self,
               std::size_t depth)
    {
        ondemand::object object;
        if (depth >= deepest) return fail("nested too deep");
        if (std::move(result).get(object)) return false;
        for (auto next : object) {
            ondemand::field field;
            std::string_view key;
            if (std::move(next).get(field)) return false;
            char const* const quote = field.key().raw() - 1;
            if (!key_of(field, key)) return false;
            if (!value(std::move(field).value(), key, quote, depth)) return false;
        }
        return close(self, Type::object) && keys_differ(Value{&nodes_[self]});
    }

    /// Only white space stands between a closing bracket and the token after it. A bracket of the padding may have
    /// closed what the body left open: then that token is behind the body.
    bool close(std::size_t self, Type type)
    {
        char const* const body_end = body_.data() + body_.size();
        char const* end = nullptr;
        if (document_.current_location().get(end)) {
            end = body_end;  // no token left
        } else if (end >= body_end || end <= here_) {
            return false;
        }
        while (is_space(end[-1]))
            --end;
        Node& node = nodes_[self];
        node.type = type;
        node.end = offset(end);
        node.nodes = static_cast<std::uint32_t>(nodes_.size() - self);
        return true;
    }

    bool keys_differ(Value object)
    {
        std::size_t members = 0;
        bool differ = true;
        for (auto one = object.begin(); one != object.end() && members <= pairwise_keys; ++one) {
            ++members;
            for (auto other = object.begin(); other != one; ++other) {
                differ = differ && (*one)->key != (*other)->key;
            }
        }
        if (members > pairwise_keys && differ) differ = many_keys_differ(object);
        return differ || fail("a key stands twice in one object");
    }

    bool many_keys_differ(Value object)
    {
        keys_.clear();
        for (Value const member : object)
            keys_.push_back(member->key);
        std::sort(keys_.begin(), keys_.end());
        return std::adjacent_find(keys_.begin(), keys_.end()) == keys_.end();
    }

    std::string_view body_;
    ondemand::document& document_;
    std::vector<Node>& nodes_;
    std::vector<std::string_view>& keys_;
    char const* here_ = nullptr;
    char const* what_ = "not valid JSON";
};

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
    if (!workspace_ || workspace_->parser.capacity() > kept_bytes) return;
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
    ondemand::document document;
    if (auto const error = space.parser.iterate(body, body.size() + body_padding).get(document)) {
        return model::Problem{error == simdjson::UTF8_ERROR ? "not valid UTF-8" : "not valid JSON",
                              "body"};
    }
    Walk walk{body, document, space.nodes, space.keys};
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
