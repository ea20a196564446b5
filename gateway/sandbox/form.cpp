#include "gateway/sandbox/form.hpp"

#include <boost/url.hpp>

#include <algorithm>

namespace gateway::sandbox {
namespace {

namespace urls = boost::urls;

// Boost.URL reads queries by RFC 3986; a form may hold raw bytes (UTF-8, "[", "|") that a query may
// not.
std::string escaped(std::string_view text)
{
    constexpr urls::grammar::lut_chars kept{
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%"};
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string query;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (kept(byte))
            query += c;
        else
            query.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return query;
}

std::string decoded(urls::pct_string_view text)
{
    urls::encoding_opts options;
    options.space_as_plus = true;
    return text.decode(options);
}

}  // namespace

std::optional<Form> read_form(std::string_view text)
{
    auto const query = escaped(text);
    auto const params = urls::parse_query(query);
    if (!params) return std::nullopt;
    Form form;
    for (auto const& param : *params)
        form.emplace_back(decoded(param.key), decoded(param.value));
    return form;
}

std::string_view first(Form const& form, std::string_view key)
{
    auto const found =
        std::ranges::find(form, key, [](auto const& field) -> auto const& { return field.first; });
    return found == form.end() ? std::string_view{} : found->second;
}

std::vector<std::string> all(Form const& form, std::string_view key)
{
    std::vector<std::string> values;
    for (auto const& [name, value] : form) {
        if (name == key) values.push_back(value);
    }
    return values;
}

}  // namespace gateway::sandbox
