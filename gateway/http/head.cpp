#include "gateway/http/head.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include <algorithm>

namespace gateway::http {
namespace beast = boost::beast;

void Head::clear()
{
    auto kept = std::move(fields);
    kept.clear();
    *this = {};
    fields = std::move(kept);
}

std::string_view Head::operator[](Id id) const
{
    auto const found =
        std::find_if(fields.begin(), fields.end(), [id](Field const& f) { return f.id == id; });
    return found == fields.end() ? std::string_view{} : found->value;
}

std::string_view Head::find(std::string_view name) const
{
    auto const found = std::find_if(fields.begin(), fields.end(), [name](Field const& f) {
        return f.id == Id::unknown && iequals(f.name, name);
    });
    return found == fields.end() ? std::string_view{} : found->value;
}

bool Head::connection_names(std::string_view name) const
{
    return std::any_of(fields.begin(), fields.end(), [name](Field const& f) {
        return f.id == Id::connection && beast::http::token_list{f.value}.exists(name);
    });
}

bool stays_behind(Id id)
{
    switch (id) {
        case Id::connection:
        case Id::content_length:
        case Id::expect:
        case Id::host:
        case Id::keep_alive:
        case Id::proxy_authenticate:
        case Id::proxy_authorization:
        case Id::proxy_connection:
        case Id::te:
        case Id::trailer:
        case Id::transfer_encoding:
        case Id::upgrade: return true;
        default: return false;
    }
}

bool is_field_value(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7f;
    });
}

bool iequals(std::string_view a, std::string_view b)
{
    return beast::iequals(a, b);
}

}  // namespace gateway::http
