#include "filters/classify/html_tree.hpp"

#include <algorithm>
#include <csetjmp>
#include <utility>

namespace filters {
namespace {

constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where the bounds end: before a tag, or at a character's begin.
std::size_t bound_of(std::string_view html, std::size_t bytes)
{
    auto bound = std::min({html.size(), bytes, HtmlTree::most_bytes});
    auto const continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    while (bound > 0 && bound < html.size() && continues(html[bound]))
        --bound;
    std::size_t tags = 0;
    for (std::size_t at = html.find('<'); at < bound; at = html.find('<', at + 1)) {
        bool const opens = at + 1 < html.size() && is_letter(html[at + 1]);
        if (opens && ++tags > HtmlTree::most_tags) return at;
    }
    return bound;
}

}  // namespace

void* HtmlTree::Room::take(std::size_t bytes)
{
    constexpr auto alignment = alignof(std::max_align_t);
    auto const wanted = (bytes + alignment - 1) / alignment * alignment;
    if (wanted > most_memory - taken_) return nullptr;
    taken_ += wanted;
    if (wanted > left_) {
        left_ = std::max(wanted, block_bytes);
        blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));
        free_ = blocks_.back().get();
    }
    left_ -= wanted;
    return std::exchange(free_, free_ + wanted);
}

/// One run of the parser. It can't be told to stop, so it is left by a jump: it is plain C, and all it holds is in the
/// room.
struct HtmlTree::Parse {
    Room& room;
    std::size_t attributes = 0;  ///< since the last node: of one tag, and then some
    std::jmp_buf way_out{};

    /// What it asks memory for tells what it is at.
    bool goes_too_far(std::size_t bytes)
    {
        static_assert(sizeof(GumboNode) != sizeof(GumboAttribute));
        if (bytes == sizeof(GumboNode)) attributes = 0;
        return bytes == sizeof(GumboAttribute) && ++attributes > most_attributes;
    }

    static void* allocate(void* self, std::size_t bytes)
    {
        auto& parse = *static_cast<Parse*>(self);
        auto* const memory = parse.goes_too_far(bytes) ? nullptr : parse.room.take(bytes);
        if (memory == nullptr) std::longjmp(parse.way_out, 1);
        return memory;
    }
    static void keep(void*, void*) {}

    GumboNode const* operator()(std::string_view html)
    {
        auto options = kGumboDefaultOptions;
        options.allocator = allocate;
        options.deallocator = keep;
        options.userdata = this;
        options.max_errors = 0;  // each would list all open elements
        // NOLINTNEXTLINE(cert-err52-cpp): see above
        if (setjmp(way_out) != 0) return nullptr;
        return gumbo_parse_with_options(&options, html.data(), html.size())->root;
    }
};

HtmlTree::HtmlTree(std::string_view html, std::size_t bytes)
{
    auto const bound = bound_of(html, bytes);
    Parse parse{.room = room_};
    root_ = parse(html.substr(0, bound));
    rest_ = root_ != nullptr ? html.substr(bound) : html;
}

}  // namespace filters
