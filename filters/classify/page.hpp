// filters/classify/page.hpp: from what a dialect found (`model::Text`) to what a person reads (`Reading`).
#pragma once

#include "filters/classify/reading.hpp"
#include "store/model/send.hpp"

#include <cstddef>
#include <string>

namespace filters {

/// One message as a person reads it, with its own bytes.
struct Page {
    std::string subject;
    std::string body;
    bool has_unsubscribe = false;
    bool has_media = false;

    /// Whether there is no word to judge by; a picture alone says nothing.
    bool is_blank() const { return subject.empty() && body.empty(); }
    /// Whether the words are so few that they can't tell a greeting from an offer: "Hi", "News".
    bool is_scant() const { return subject.size() + body.size() < scant_bytes; }
    Reading on(model::Channel channel) const;

    static constexpr std::size_t scant_bytes = 24;
};

/// HTML is what mail programs show; the plain part counts where that says nothing. A template's values follow. Bounded
/// in time and memory, whatever comes: a tree is made of `html_bytes` at most.
Page page_of(model::Text const& text, std::size_t html_bytes = most_html_bytes);

}  // namespace filters
