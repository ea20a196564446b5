#include "tests/gateway/admin/schema.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tests {
namespace {
namespace js = boost::json;

constexpr std::array<std::string_view, 18> known_words{
    "$ref",     "type",     "enum",      "required",  "properties", "additionalProperties",
    "items",    "anyOf",    "default",   "format",    "pattern",    "description",
    "minItems", "maxItems", "maxLength", "minLength", "minimum",    "maximum"};

std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 1; begin <= path.size();) {
        auto const end = std::min(path.find('/', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool matches(std::string_view pattern, std::string_view path)
{
    auto const a = split(pattern);
    auto const b = split(path);
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](auto wanted, auto given) {
               return wanted == given || (wanted.starts_with('{') && !given.empty());
           });
}

bool has_type(std::string_view type, js::value const& value)
{
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "boolean") return value.is_bool();
    return type == "null" && value.is_null();
}

bool contains(js::array const& list, js::value const& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

std::string unknown_word(js::object const& schema)
{
    for (auto const& member : schema) {
        auto const word = std::string_view{member.key()};
        if (std::find(known_words.begin(), known_words.end(), word) == known_words.end()) {
            return std::string{word};
        }
    }
    return {};
}

}  // namespace

js::object const& OpenApi::resolve(js::value const& schema) const
{
    auto const* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema.as_object();
    auto const pointer = reference->as_string().subview(1);
    return resolve(document_.at_pointer(pointer));
}

std::string OpenApi::check_object(js::object const& schema, js::object const& value,
                                  std::string const& at) const
{
    if (auto const* required = schema.if_contains("required")) {
        for (auto const& name : required->as_array()) {
            if (!value.contains(name.as_string())) {
                return at + ": no member " + std::string{name.as_string()};
            }
        }
    }
    auto const* properties = schema.if_contains("properties");
    auto const* more = schema.if_contains("additionalProperties");
    for (auto const& [name, member] : value) {
        auto const* property =
            properties == nullptr ? nullptr : properties->as_object().if_contains(name);
        auto const where = at + "/" + std::string{name};
        if (property == nullptr && more != nullptr && *more == js::value(false)) {
            return where + ": not described";
        }
        if (property == nullptr) continue;
        if (auto wrong = check(*property, member, where); !wrong.empty()) return wrong;
    }
    return {};
}

std::string OpenApi::check(js::value const& given, js::value const& value,
                           std::string const& at) const
{
    auto const& schema = resolve(given);
    if (auto const word = unknown_word(schema); !word.empty()) {
        return at + ": the checker does not know " + word;
    }
    if (auto const* choices = schema.if_contains("anyOf")) {
        std::string reasons;
        for (auto const& choice : choices->as_array()) {
            auto wrong = check(choice, value, at);
            if (wrong.empty()) return {};
            reasons += wrong + "; ";
        }
        return reasons;
    }
    auto const* type = schema.if_contains("type");
    if (type != nullptr && !has_type(type->as_string(), value)) {
        return at + ": is no " + std::string{type->as_string()};
    }
    auto const* names = schema.if_contains("enum");
    if (names != nullptr && !contains(names->as_array(), value)) {
        return at + ": " + js::serialize(value) + " is not in the enum";
    }
    if (value.is_object()) return check_object(schema, value.get_object(), at);
    auto const* items = schema.if_contains("items");
    if (!value.is_array() || items == nullptr) return {};
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
        auto wrong = check(*items, value.get_array()[i], at + "/" + std::to_string(i));
        if (!wrong.empty()) return wrong;
    }
    return {};
}

js::object const* OpenApi::operation(std::string_view method, std::string_view path) const
{
    std::string name{method == "HEAD" ? "GET" : method};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    js::value const* found = nullptr;
    for (auto const& [pattern, item] : document_.at("paths").as_object()) {
        if (std::string_view{pattern} == path || (found == nullptr && matches(pattern, path))) {
            found = item.as_object().if_contains(name);
        }
    }
    return found == nullptr ? nullptr : &found->as_object();
}

std::string OpenApi::wrong(std::string_view method, std::string_view target, unsigned status,
                           std::string_view content_type, std::string_view body) const
{
    auto const path = target.substr(0, target.find('?'));
    auto const* described = operation(method, path);
    bool const error = status >= 400;
    if (described == nullptr) {
        return error ? std::string{} : "no operation for " + std::string{path};
    }
    auto const& responses = described->at("responses").as_object();
    auto const* response = responses.if_contains(std::to_string(status));
    if (response == nullptr && error) response = responses.if_contains("default");
    if (response == nullptr) return "status " + std::to_string(status) + " is not described";
    auto const* content = resolve(*response).if_contains("content");
    if (content == nullptr) return body.empty() ? "" : "a body where none is described";
    auto const type = content_type.substr(0, content_type.find(';'));
    auto const* media = content->as_object().if_contains(type);
    if (media == nullptr) return "media type " + std::string{type} + " is not described";
    bool const is_json = type == "application/json" || type.ends_with("+json");
    if (!is_json || method == "HEAD") return {};
    boost::system::error_code unreadable;
    auto const value = js::parse(body, unreadable);
    if (unreadable) return "not JSON: " + std::string{body};
    auto const wrong = check(media->at("schema"), value);
    return wrong.empty() ? wrong : wrong + " in " + std::string{body};
}

}  // namespace tests
