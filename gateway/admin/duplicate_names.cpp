#include "gateway/admin/duplicate_names.hpp"

#include "gateway/heavy.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <vector>

namespace gateway::admin {
namespace {
namespace js = boost::json;

/// Boost.JSON's parser calls this for every token; only names matter here.
struct NameWatcher {
    using error_code = boost::system::error_code;
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    std::vector<std::set<std::string, std::less<>>> open;  ///< names of the objects we are in
    std::string name;
    std::optional<std::string> twice;

    bool on_object_begin(error_code&)
    {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, error_code&)
    {
        open.pop_back();
        return true;
    }
    bool on_key_part(js::string_view part, std::size_t, error_code&)
    {
        name += std::string_view{part};
        return true;
    }
    bool on_key(js::string_view part, std::size_t, error_code&)
    {
        name += std::string_view{part};
        if (!open.back().insert(name).second && !twice) twice = name;
        name.clear();
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_string_part(js::string_view, std::size_t, error_code&) { return true; }
    bool on_string(js::string_view, std::size_t, error_code&) { return true; }
    bool on_number_part(js::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, js::string_view, error_code&) { return true; }
    bool on_uint64(std::uint64_t, js::string_view, error_code&) { return true; }
    bool on_double(double, js::string_view, error_code&) { return true; }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(js::string_view, error_code&) { return true; }
    bool on_comment(js::string_view, error_code&) { return true; }
};

}  // namespace

std::optional<std::string> duplicate_name(std::string_view text)
{
    js::basic_parser<NameWatcher> parser{js::parse_options{}};
    boost::system::error_code error;
    parser.write_some(false, text.data(), text.size(), error);
    return parser.handler().twice;
}

}  // namespace gateway::admin
