// providers/wire/json.hpp: a JSON body as it can be read one way only, with the place of every
// value in it. RFC 8259, and stricter where the RFC lets readers differ: a key stands once in an
// object (after unescaping), nothing follows the document, no byte order mark, valid UTF-8 without
// lone surrogates, at most 64 levels deep, the document is an object or an array. Numbers are
// checked for their grammar and kept as spelt, so no size is too big.
//
//   {"to": [ {"email":"a@b"}, {"email":"c@d"} ]}
//    ^item_begin              ^begin         ^end
//
// item_begin is that of to, begin and end those of to.1: an item starts at its key where it has one.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/run.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace wire {

/// Bytes behind a body that must be readable; what they hold doesn't matter.
inline constexpr std::size_t body_padding = 64;

enum class Type : std::uint8_t { object, array, string, number, boolean, null };

/// One value. Values stand in the order of the body; what a container holds follows it at once.
struct Node {
    std::string_view key;   ///< unescaped; empty in arrays
    std::string_view text;  ///< strings unescaped, other scalars as spelt; empty for containers
    std::uint32_t item_begin = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t nodes = 1;  ///< this one and all within it
    Type type = Type::null;
};

/// A view of one value and, in a container, of its items. Lives no longer than its Document.
class Value {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = void;     // NOLINT(readability-identifier-naming): as the library spells it
        using reference = Value;  // NOLINT(readability-identifier-naming)

        Iterator() = default;
        explicit Iterator(Node const* node) : node_{node} {}
        Value operator*() const { return Value{node_}; }
        Iterator& operator++() { return node_ += node_->nodes, *this; }
        Iterator operator++(int) { return std::exchange(*this, std::next(*this)); }
        bool operator==(Iterator const&) const = default;

    private:
        Node const* node_ = nullptr;
    };

    explicit Value(Node const* node) : node_{node} {}

    Node const* operator->() const { return node_; }
    bool is(Type type) const { return node_->type == type; }

    Iterator begin() const { return Iterator{node_ + 1}; }
    Iterator end() const { return Iterator{node_ + node_->nodes}; }
    bool empty() const { return node_->nodes == 1; }

    /// The member of that name; none in anything but an object.
    std::optional<Value> find(std::string_view key) const;

private:
    Node const* node_;
};

/// A body and the place of every value in it. Views the body, which must outlive it.
class Document {
public:
    /// `body_padding` bytes behind the body must be readable. A problem's place is a byte: keys may
    /// be personal.
    static model::Result<Document> read(std::string_view body);

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    Value root() const;

private:
    struct Workspace;
    explicit Document(std::unique_ptr<Workspace> workspace);
    static std::unique_ptr<Workspace>& spare();

    std::unique_ptr<Workspace> workspace_;
};

/// Calls `sink(scalar)` for every value within that is no container, in the order of the body.
template <class Sink>
void each_scalar(Value value, Sink const& sink)
{
    auto const* const first = value.operator->();
    for (auto const* node = first; node != first + first->nodes; ++node) {
        Value const within{node};
        if (!within.is(Type::object) && !within.is(Type::array)) sink(within);
    }
}

/// Leaves out the items of an array or object that `keep(index, item)` says no to, each with
/// exactly one comma.
template <class Keep>
void keep_items(Value container, Keep const& keep, providers::Cuts& cuts)
{
    Run run{cuts};
    std::size_t index = 0;
    for (Value const item : container) {
        if (keep(index++, item))
            run.keep(item->item_begin, item->end);
        else
            run.drop(item->item_begin, item->end);
    }
    run.end();
}

/// A key that is one of `names` but for the case of its letters: readers differ on whether it is
/// the same. Gives the name it resembles.
std::optional<std::string_view> misspelt(Value object, std::span<std::string_view const> names);

}  // namespace wire
