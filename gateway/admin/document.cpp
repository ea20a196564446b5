#include "gateway/admin/document.hpp"

#include "gateway/admin/duplicate_names.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::size_t deepest = 16;

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
                       [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// The value, or the byte at which the text stopped being JSON.
Or<js::value> parsed(std::string_view text)
{
    js::parse_options options;
    options.max_depth = deepest;
    js::stream_parser parser{{}, options};
    boost::system::error_code error;
    auto const read = parser.write_some(text.data(), text.size(), error);
    auto byte = read;
    if (!error && read < text.size()) error = js::error::extra_data;
    if (!error) parser.finish(error);
    if (!error) return parser.release();
    return problem(400, "not JSON at byte " + std::to_string(byte) + ": " + error.message());
}

}  // namespace

bool is_json(std::string_view content_type)
{
    auto const type = content_type.substr(0, content_type.find(';'));
    auto const trimmed = type.substr(0, type.find_last_not_of(' ') + 1);
    return trimmed.empty() || boost::beast::iequals(trimmed, "application/json") ||
           (trimmed.size() > 5 &&
            boost::beast::iequals(trimmed.substr(trimmed.size() - 5), "+json"));
}

Or<js::object> read_document(Call const& call)
{
    if (!is_json(call.content_type)) {
        auto answer = problem(415, "the body must be application/json");
        answer.headers.emplace_back("Accept", "application/json");
        return answer;
    }
    auto value = parsed(call.body);
    if (!value) return value.error();
    if (auto const name = duplicate_name(call.body)) {
        return problem(400, "the member \"" + *name + "\" comes twice in one object");
    }
    if (auto* object = value->if_object()) return std::move(*object);
    return problem(400, "the body must be a JSON object");
}

Members::Members(js::object const& object, std::initializer_list<std::string_view> known,
                 std::string at)
    : object_{object}, at_{std::move(at)}
{
    for (auto const& member : object_) {
        auto const name = std::string_view{member.key()};
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            note(name, "unknown member");
        }
    }
}

std::string Members::text(std::string_view name, std::size_t longest)
{
    auto found = text_or_empty(name, longest);
    auto const* value = object_.if_contains(name);
    bool const absent = value == nullptr || value->is_null();
    if (absent) note(name, "is missing");
    if (!absent && value->is_string() && value->get_string().empty()) note(name, "is empty");
    return found;
}

std::string Members::text_or_empty(std::string_view name, std::size_t longest)
{
    auto const* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    auto const* string = value->if_string();
    if (string == nullptr) {
        note(name, "must be a string");
        return {};
    }
    if (string->size() > longest) {
        note(name, "is longer than " + std::to_string(longest) + " bytes");
        return {};
    }
    if (has_control(*string)) {
        note(name, "has a control character");
        return {};
    }
    return std::string{*string};
}

std::string Members::writing(std::string_view name)
{
    auto const* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (!value->is_string()) note(name, "must be a string");
    return value->is_string() ? std::string{value->get_string()} : std::string{};
}

js::object const* Members::if_object(std::string_view name) const
{
    auto const* value = object_.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

js::array const* Members::list(std::string_view name, std::size_t most)
{
    auto const* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return nullptr;
    auto const* array = value->if_array();
    if (array == nullptr) note(name, "must be a list");
    if (array != nullptr && array->size() > most) {
        note(name, "has more than " + std::to_string(most) + " items");
        return nullptr;
    }
    return array;
}

std::vector<js::object const*> Members::objects(std::string_view name, std::size_t most)
{
    std::vector<js::object const*> found;
    auto const* array = list(name, most);
    if (array == nullptr) return found;
    for (std::size_t i = 0; i < array->size(); ++i) {
        auto const* object = (*array)[i].if_object();
        if (object == nullptr) {
            note(std::string{name} + "/" + std::to_string(i), "must be an object");
        } else {
            found.push_back(object);
        }
    }
    return found;
}

js::object const* Members::object(std::string_view name)
{
    auto const* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return nullptr;
    if (!value->is_object()) note(name, "must be an object");
    return value->if_object();
}

std::optional<bool> Members::flag(std::string_view name)
{
    auto const* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    auto const* flag = value->if_bool();
    if (flag == nullptr) note(name, "must be true or false");
    return flag == nullptr ? std::nullopt : std::optional{*flag};
}

std::vector<std::string> Members::texts_or_none(std::string_view name, std::size_t most)
{
    std::vector<std::string> found;
    auto const* array = list(name, most);
    if (array == nullptr) return found;
    for (std::size_t i = 0; i < array->size(); ++i) {
        auto const* string = (*array)[i].if_string();
        if (string == nullptr) {
            note(std::string{name} + "/" + std::to_string(i), "must be a string");
        } else {
            found.emplace_back(*string);
        }
    }
    return found;
}

std::vector<std::string> Members::texts(std::string_view name, std::size_t most)
{
    auto const before = wrong_.size();
    auto found = texts_or_none(name, most);
    if (found.empty() && wrong_.size() == before) note(name, "must be a list of at least one");
    return found;
}

void Members::note(std::string_view name, std::string what)
{
    wrong_.push_back({std::move(what), pointer(name)});
}

void Members::note(std::vector<model::Problem> problems)
{
    wrong_.insert(wrong_.end(), std::make_move_iterator(problems.begin()),
                  std::make_move_iterator(problems.end()));
}

}  // namespace gateway::admin
