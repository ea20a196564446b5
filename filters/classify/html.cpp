#include "filters/classify/html.hpp"

#include "filters/classify/ascii.hpp"
#include "filters/classify/css.hpp"
#include "filters/classify/html_tree.hpp"
#include "filters/classify/lines.hpp"
#include "filters/classify/unsubscribe.hpp"

#include <utility>
#include <vector>

namespace filters {
namespace {

/// Of the words of a link that is one to leave by.
constexpr std::size_t longest_link = 256;

bool is_unseen(GumboTag tag)
{
    switch (tag) {
        case GUMBO_TAG_HEAD:
        case GUMBO_TAG_SCRIPT:
        case GUMBO_TAG_STYLE:
        case GUMBO_TAG_TITLE:
        case GUMBO_TAG_IFRAME:
        case GUMBO_TAG_NOEMBED:
        case GUMBO_TAG_NOFRAMES: return true;
        default: return false;
    }
}

/// Those within a line of text. Any other begins a line and ends one.
bool is_inline(GumboTag tag)
{
    switch (tag) {
        case GUMBO_TAG_A:
        case GUMBO_TAG_ABBR:
        case GUMBO_TAG_B:
        case GUMBO_TAG_BIG:
        case GUMBO_TAG_BUTTON:
        case GUMBO_TAG_CODE:
        case GUMBO_TAG_DEL:
        case GUMBO_TAG_EM:
        case GUMBO_TAG_FONT:
        case GUMBO_TAG_I:
        case GUMBO_TAG_IMG:
        case GUMBO_TAG_INS:
        case GUMBO_TAG_LABEL:
        case GUMBO_TAG_MARK:
        case GUMBO_TAG_S:
        case GUMBO_TAG_SMALL:
        case GUMBO_TAG_SPAN:
        case GUMBO_TAG_STRONG:
        case GUMBO_TAG_SUB:
        case GUMBO_TAG_SUP:
        case GUMBO_TAG_TIME:
        case GUMBO_TAG_TT:
        case GUMBO_TAG_U:
        case GUMBO_TAG_WBR:
        case GUMBO_TAG_UNKNOWN: return true;
        default: return false;
    }
}

std::string_view attribute(GumboElement const& element, char const* name)
{
    auto const* found = gumbo_get_attribute(&element.attributes, name);
    return found != nullptr ? std::string_view{found->value} : std::string_view{};
}

/// Whether its class or id has the word in it: "email-footer", "footer_wrap".
bool is_called(GumboElement const& element, std::string_view word)
{
    return lower(attribute(element, "class")).find(word) != std::string::npos ||
           lower(attribute(element, "id")).find(word) != std::string::npos;
}

bool is_hidden(GumboElement const& element)
{
    return gumbo_get_attribute(&element.attributes, "hidden") != nullptr ||
           hides(attribute(element, "style")) || is_called(element, "preheader");
}

bool is_pixel(GumboElement const& image)
{
    auto const small = [](std::string_view size) { return size == "0" || size == "1"; };
    return small(attribute(image, "width")) || small(attribute(image, "height"));
}

/// Walks the tree without recursion: it may be as deep as the bounds allow.
class Walk {
public:
    explicit Walk(std::size_t longest) : body_{longest}, footer_{longest} {}

    void over(GumboNode const* root)
    {
        enter(root);
        while (!open_.empty()) {
            auto& [node, next] = open_.back();
            auto const& children = node->v.element.children;
            if (next < children.length) {
                enter(static_cast<GumboNode const*>(children.data[next++]));
            } else {
                leave(node->v.element);
                open_.pop_back();
            }
        }
    }

    /// What is no tree: words between tags, and the tags themselves where they link.
    void over_tags(std::string_view html)
    {
        result_.has_unsubscribe = result_.has_unsubscribe || has_link_to_leave(html);
        while (!html.empty() && !body_.full()) {
            auto const tag = html.find('<');
            body_.add(html.substr(0, tag));
            body_.end_line();
            auto const end = tag == std::string_view::npos ? tag : html.find('>', tag);
            html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
        }
    }

    HtmlText take()
    {
        result_.body = body_.take();
        result_.footer = footer_.take();
        return std::move(result_);
    }

private:
    struct Open {
        GumboNode const* node;
        unsigned next;  ///< child
    };

    void enter(GumboNode const* node)
    {
        switch (node->type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_CDATA: return out().add(node->v.text.text);
            case GUMBO_NODE_WHITESPACE: return out().space();
            case GUMBO_NODE_ELEMENT: return enter(node, node->v.element);
            default: return;
        }
    }

    void enter(GumboNode const* node, GumboElement const& element)
    {
        if (is_unseen(element.tag) || is_hidden(element)) return;
        begin(element);
        if (element.tag == GUMBO_TAG_A) begin_link(element);
        if (element.tag == GUMBO_TAG_IMG && !is_pixel(element)) show(element);
        if (is_footer(element)) ++footers_;
        open_.push_back({node, 0});
    }

    void leave(GumboElement const& element)
    {
        if (element.tag == GUMBO_TAG_A) end_link();
        begin(element);
        if (is_footer(element)) --footers_;
    }

    static bool is_footer(GumboElement const& element)
    {
        return element.tag == GUMBO_TAG_FOOTER || is_called(element, "footer");
    }

    /// Cells of a row stand side by side.
    void begin(GumboElement const& element)
    {
        if (element.tag == GUMBO_TAG_TD || element.tag == GUMBO_TAG_TH) {
            out().space();
        } else if (!is_inline(element.tag)) {
            out().end_line();
        }
    }

    void begin_link(GumboElement const& link)
    {
        link_begin_ = out().text().size();
        if (offers_to_leave(attribute(link, "href"))) result_.has_unsubscribe = true;
    }

    void end_link()
    {
        auto const& text = out().text();
        auto const begin = std::exchange(link_begin_, std::string::npos);
        if (begin >= text.size() || text.size() - begin > longest_link) return;
        if (offers_to_leave(std::string_view{text}.substr(begin))) result_.has_unsubscribe = true;
    }

    void show(GumboElement const& image)
    {
        result_.has_picture = true;
        out().space();
        out().add(attribute(image, "alt"));
        out().space();
    }

    Lines& out() { return footers_ > 0 ? footer_ : body_; }

    Lines body_;
    Lines footer_;
    HtmlText result_;
    std::vector<Open> open_;
    std::size_t footers_ = 0;  ///< open ones around
    std::size_t link_begin_ = std::string::npos;
};

}  // namespace

HtmlText read_html(std::string_view html, std::size_t longest, std::size_t tree_bytes)
{
    Walk walk{longest};
    HtmlTree const tree{html, tree_bytes};
    if (tree.root() != nullptr) walk.over(tree.root());
    walk.over_tags(tree.rest());
    return walk.take();
}

}  // namespace filters
