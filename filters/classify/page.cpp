#include "filters/classify/page.hpp"

#include "filters/classify/html.hpp"
#include "filters/classify/lines.hpp"
#include "filters/classify/unsubscribe.hpp"

#include <utility>

namespace filters {
namespace {

/// What counts in a plain text: links to leave stand at its end, however long it is.
constexpr std::size_t searched_bytes = std::size_t{256} * 1024;

void read_html_into(Page& page, std::string_view html, std::size_t html_bytes)
{
    auto text = read_html(html, longest_read, html_bytes);
    page.body = std::move(text.body.empty() ? text.footer : text.body);
    page.has_unsubscribe = page.has_unsubscribe || text.has_unsubscribe;
    page.has_media = page.has_media || (page.body.empty() && text.has_picture);
}

void read_plain_into(Page& page, std::string_view plain)
{
    auto const searched = plain.substr(0, searched_bytes);
    page.has_unsubscribe = page.has_unsubscribe || has_link_to_leave(searched);
    if (page.body.empty()) page.body = as_seen(plain, longest_read);
}

void add_values(Page& page, std::vector<std::string> const& values)
{
    Lines lines{longest_read - page.body.size()};
    for (auto const& value : values) {
        if (lines.full()) break;
        lines.end_line();
        lines.add(value);
    }
    if (lines.text().empty()) return;
    if (!page.body.empty()) page.body += '\n';
    page.body += lines.text();
}

}  // namespace

Reading Page::on(model::Channel channel) const
{
    return {channel, subject, body, has_unsubscribe, has_media};
}

Page page_of(model::Text const& text, std::size_t html_bytes)
{
    Page page;
    page.subject = as_seen(text.subject, longest_read);
    page.has_unsubscribe = text.has_unsubscribe;
    page.has_media = text.has_media;
    if (!text.html.empty()) read_html_into(page, text.html, html_bytes);
    if (!text.plain.empty()) read_plain_into(page, text.plain);
    add_values(page, text.values);
    return page;
}

}  // namespace filters
