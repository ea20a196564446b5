// providers/wire/spelt.hpp: what a string of a body says, with the place of each of its bytes in the body, so that
// something inside of it can be cut where it is spelt with escapes.
//
//   body  {"To":"K\u00f6nig <k@x>, b@x"}        to=K%C3%B6nig+%3Ck%40x%3E%2C+b%40x
//   text         König <k@x>, b@x                 König <k@x>, b@x
//   place(14) = 23, of "b"                        place(14) = 30
#pragma once

#include "providers/wire/json.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

/// Views the body it was read from (and the Document, where it is JSON), which must outlive it.
/// `body_padding` bytes behind the text are readable.
class Spelt {
public:
    /// `raw` is a part of `body` and says itself.
    static Spelt as_is(std::string_view body, std::string_view raw);
    /// `raw` is a part of `body`, spelt as in a form whose percent signs were checked.
    static Spelt form(std::string_view body, std::string_view raw);
    /// A string of a document.
    static Spelt json(std::string_view body, Value string);

    std::string_view text() const
    {
        return own_ ? std::string_view{*own_}.substr(0, own_->size() - body_padding) : text_;
    }
    /// Where the character that begins at `offset` begins in the body; of text().size(): where the string ends.
    std::size_t place(std::size_t offset) const;

private:
    /// Behind an escape text and body move on together again.
    struct Step {
        std::uint32_t offset;  ///< in the text
        std::uint32_t place;   ///< in the body
    };

    std::string_view text_;
    std::optional<std::string> own_;
    std::vector<Step> steps_;  ///< the first is the beginning
};

}  // namespace wire
