#include "gateway/sandbox/json_texts.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <utility>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::size_t deepest = 256;

json::parse_options options()
{
    json::parse_options chosen;
    chosen.max_depth = deepest;
    return chosen;
}

// Boost.JSON's events; `way` holds the key each open object is at.
struct TextEvents {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    explicit TextEvents(std::function<bool(Way const&)> const& asked) : wanted{asked} {}

    std::function<bool(Way const&)> const& wanted;
    Way way;
    std::string pending;
    std::vector<std::string> found;

    bool piece(json::string_view text)
    {
        pending += text;
        return true;
    }
    bool whole(json::string_view text)
    {
        piece(text);
        auto value = std::exchange(pending, {});
        if (wanted(way)) found.push_back(std::move(value));
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&)
    {
        way.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, error_code&)
    {
        way.pop_back();
        return true;
    }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(json::string_view text, std::size_t, error_code&) { return piece(text); }
    bool on_key(json::string_view text, std::size_t, error_code&)
    {
        piece(text);
        way.back() = std::exchange(pending, {});
        return true;
    }
    bool on_string_part(json::string_view text, std::size_t, error_code&) { return piece(text); }
    bool on_string(json::string_view text, std::size_t, error_code&) { return whole(text); }
    bool on_number_part(json::string_view text, error_code&) { return piece(text); }
    bool on_int64(std::int64_t, json::string_view text, error_code&) { return whole(text); }
    bool on_uint64(std::uint64_t, json::string_view text, error_code&) { return whole(text); }
    bool on_double(double, json::string_view text, error_code&) { return whole(text); }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }
};

}  // namespace

std::vector<std::string> json_texts(std::string_view body,
                                    std::function<bool(Way const&)> const& wanted)
{
    json::basic_parser<TextEvents> parser{options(), wanted};
    error_code failed;
    parser.write_some(false, body.data(), body.size(), failed);
    return std::move(parser.handler().found);
}

std::optional<json::object> read_object(std::string_view body)
{
    error_code failed;
    auto value = json::parse(body, failed, {}, options());
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string text_of(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    if (!value || value->is_null() || value->is_structured()) return {};
    return value->is_string() ? std::string{value->get_string()} : json::serialize(*value);
}

json::array items_of(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    return value && value->is_array() ? value->get_array() : json::array{};
}

}  // namespace gateway::sandbox
