// providers/wire/json_walk.hpp: the grammar of RFC 8259 over the places of a body's tokens.
#pragma once

#include "providers/wire/json.hpp"

#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace wire {

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

/// Containers around a value, at most.
inline constexpr std::size_t deepest = 64;

/// What a walk fills, and can use again.
struct Walked {
    std::vector<Node> nodes;
    std::vector<std::string_view> keys;
    Unescaped unescaped;
};

/// Fills `walked.nodes` with every value of a body whose tokens were found; or says what is wrong with it.
std::optional<model::Problem> walk(std::string_view body,
                                   simdjson::internal::dom_parser_implementation const& tokens,
                                   Walked& walked);

}  // namespace wire
