#include "tests/providers/prunings/json.hpp"
#include "tests/providers/prunings/lists.hpp"

#include <algorithm>

namespace json = boost::json;

namespace prunings {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields parts_of(providers::Call const& call)
{
    auto const boundary = call.content_type.substr(call.content_type.find("boundary=") + 9);
    Fields fields;
    for (auto const part : split(call.body, "--" + std::string{boundary})) {
        auto const name = part.find("name=\"");
        if (name == std::string_view::npos) continue;
        auto const begin = name + 6;
        auto const head_end = part.find("\r\n\r\n");
        fields.emplace_back(part.substr(begin, part.find('"', begin) - begin),
                            part.substr(head_end + 4, part.size() - head_end - 6));
    }
    return fields;
}

std::string variables_without(std::string const& text, Spellings const& removed)
{
    auto variables = json::parse(text);
    for (auto const& spelling : removed) {
        auto const angle = spelling.find('<');
        auto const address = angle == std::string::npos
                                 ? spelling
                                 : spelling.substr(angle + 1, spelling.size() - angle - 2);
        variables.as_object().erase(address);
    }
    return said(variables);
}

}  // namespace

std::string mailgun(providers::Call const& call, Spellings const& removed)
{
    std::string text;
    bool const is_form = call.content_type.starts_with("application/");
    for (auto const& [name, value] : is_form ? form_of(call.body) : parts_of(call)) {
        auto left = value;
        if (name == "to" || name == "cc" || name == "bcc") {
            left = list_without(value, removed);
            if (left.empty()) continue;
        }
        if (name == "recipient-variables") left = variables_without(value, removed);
        if (name == "message") left = message_without(value, removed);
        text += name + "=" + left + "\n";
    }
    return text;
}

}  // namespace prunings
