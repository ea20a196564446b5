// filters/classify/html.hpp: an HTML mail as the person who gets it reads it.
#pragma once

#include "filters/classify/reading.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace filters {

struct HtmlText {
    std::string body;
    std::string footer;            ///< what is marked as one: addresses, imprints, ways to leave
    bool has_unsubscribe = false;  ///< a link by which a reader leaves
    bool has_picture = false;      ///< one that is no counting pixel
};

/// What is hidden (a preview line, a style sheet) is left out; a picture's words (`alt`) are read. Markup that can't be
/// made a tree of within bounds (`tree_bytes` is one) is read without its tags. At most `longest` bytes each of body and
/// footer.
HtmlText read_html(std::string_view html, std::size_t longest,
                   std::size_t tree_bytes = most_html_bytes);

}  // namespace filters
