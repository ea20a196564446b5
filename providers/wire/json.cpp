#include "providers/wire/json.hpp"

#include "providers/wire/json_walk.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace wire {

static_assert(body_padding >= simdjson::SIMDJSON_PADDING);

/// What reading a body needs and the next body can use again.
struct Document::Workspace {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> tokens;
    Walked walked;
};

namespace {

constexpr std::size_t smallest_body = 4096;   // below it all bodies share one size of workspace
constexpr std::size_t kept_bytes = 1 << 20;   // a workspace that served a bigger body,
constexpr std::size_t kept_tokens = 1 << 14;  // or one of more tokens, is not kept

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
    if (workspace_->walked.nodes.capacity() <= kept_tokens) spare() = std::move(workspace_);
}

Value Document::root() const
{
    return Value{workspace_->walked.nodes.data()};
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
    if (auto problem = walk(body, *space.tokens, space.walked)) return *std::move(problem);
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
