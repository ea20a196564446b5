// filters/classify/html_tree.hpp: HTML as the tree a browser makes of it (libgumbo), within bounds that hold for
// hostile input too: so many bytes, so many tags (some of the standard's steps look at every open element), so many
// attributes (each is compared with those before it), and so much memory (misnested formatting is copied into each
// paragraph: N x M nodes out of N + M tags).
#pragma once

#include "filters/classify/reading.hpp"

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace filters {

class HtmlTree {
public:
    static constexpr std::size_t most_bytes = most_html_bytes;
    static constexpr std::size_t most_tags = 4'096;
    static constexpr std::size_t most_attributes = 1'024;  ///< of a tag
    static constexpr std::size_t most_memory = std::size_t{16} * 1024 * 1024;

    /// Of the beginning that keeps within the bounds, and is no longer than `bytes`.
    explicit HtmlTree(std::string_view html, std::size_t bytes = most_bytes);

    /// Null where it would take too much.
    GumboNode const* root() const { return root_; }
    /// What the bounds left out; all of it where there is no tree.
    std::string_view rest() const { return rest_; }

private:
    /// What the parser allocates; all of it goes at once, without a walk over the tree.
    class Room {
    public:
        /// Null: there is no more.
        void* take(std::size_t bytes);

    private:
        static constexpr std::size_t block_bytes = std::size_t{256} * 1024;

        std::vector<std::unique_ptr<std::byte[]>> blocks_;
        std::byte* free_ = nullptr;
        std::size_t left_ = 0;
        std::size_t taken_ = 0;
    };
    struct Parse;

    Room room_;
    GumboNode const* root_ = nullptr;
    std::string_view rest_;
};

}  // namespace filters
