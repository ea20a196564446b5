#include "gateway/settings/upstream_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace gateway::settings {

namespace {

namespace urls = boost::urls;

/// RFC 3986 takes any number of digits, and Boost.URL hands back what is left of them in 16 bits.
bool is_port(urls::url_view const& url)
{
    auto const digits = url.port();
    return !url.has_port() || (!digits.empty() && digits.size() <= 5 && url.port_number() != 0 &&
                               std::to_string(url.port_number()) == digits);
}

bool is_plain_authority(urls::url_view const& url)
{
    bool const named = url.host_type() == urls::host_type::name
                           ? is_host(url.encoded_host())
                           : url.host_type() != urls::host_type::none;
    return named && is_port(url) && !url.has_userinfo() && !url.has_query() && !url.has_fragment();
}

bool is_web(urls::url_view const& url)
{
    return url.scheme_id() == urls::scheme::https || url.scheme_id() == urls::scheme::http;
}

bool stays_here(urls::url_view const& url)
{
    if (url.host_type() == urls::host_type::ipv4) return url.host_ipv4_address().is_loopback();
    if (url.host_type() == urls::host_type::ipv6) return url.host_ipv6_address().is_loopback();
    return url.encoded_host() == "localhost";
}

bool is_host_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

}  // namespace

bool is_host(std::string_view text)
{
    if (text.empty() || text.size() > 253) return false;
    for (char const c : text) {
        if (!is_host_char(c)) return false;
    }
    return text.front() != '.' && text.front() != '-';
}

model::Result<UpstreamUrl> read_upstream_url(std::string_view text)
{
    if (text == "sandbox") return UpstreamUrl{"sandbox", false};
    auto const url = urls::parse_uri(text);
    bool const known = url && is_web(*url) && is_plain_authority(*url) &&
                       (url->encoded_path().empty() || url->encoded_path() == "/");
    if (!known) {
        return model::Problem{
            "is \"https://HOST\" or \"http://HOST\", with a port if need be and no path, or "
            "\"sandbox\"",
            ""};
    }
    if (text.ends_with('/')) text.remove_suffix(1);
    bool const clear = url->scheme_id() == urls::scheme::http && !stays_here(*url);
    return UpstreamUrl{std::string{text}, clear};
}

model::Result<std::string> read_public_url(std::string_view text)
{
    auto const url = urls::parse_uri(text);
    if (!url || !is_web(*url) || !is_plain_authority(*url))
        return model::Problem{"is \"https://HOST[:PORT][/PATH]\" or \"http://…\"", ""};
    if (text.ends_with('/')) text.remove_suffix(1);
    return {boost::system::in_place_value, text};
}

}  // namespace gateway::settings
