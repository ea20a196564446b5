// gateway/admin/document.hpp: reads a JSON request document strictly (RFC 8259, and RFC 7493 §2.3:
// no duplicate names).
#pragma once

#include "gateway/admin/answer.hpp"
#include "gateway/admin/call.hpp"
#include "store/model/result.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin {

/// Whether a body is to be read as JSON: it says so, or nothing.
bool is_json(std::string_view content_type);

/// The object a call brought. 415 for another media type; 400 with the byte where the text stops
/// being JSON, for a name that comes twice, and for anything but an object.
Or<boost::json::object> read_document(Call const& call);

/// Takes members off an object and notes what is wrong with them; whoever asked looks at `wrong()`
/// at the end.
class Members {
public:
    /// Notes every member that is not one of `known`. `at` is the object's own JSON pointer.
    Members(boost::json::object const& object, std::initializer_list<std::string_view> known,
            std::string at = {});

    bool has(std::string_view name) const { return object_.if_contains(name) != nullptr; }
    /// A string of 1 to `longest` bytes without control characters; "" and a problem where it is
    /// missing.
    std::string text(std::string_view name, std::size_t longest = 256);
    /// The same, or "" where it is missing, null or empty.
    std::string text_or_empty(std::string_view name, std::size_t longest = 256);
    /// A list of anything; null where it is missing.
    boost::json::array const* list(std::string_view name, std::size_t most);
    /// A text as people write it, line ends and all; "" where it is missing, null or empty.
    std::string writing(std::string_view name);
    /// The objects of a list; empty where it is missing.
    std::vector<boost::json::object const*> objects(std::string_view name, std::size_t most);
    /// The object of that name; null where it is missing or anything else, which is not noted.
    boost::json::object const* if_object(std::string_view name) const;
    /// An object; null where it is missing.
    boost::json::object const* object(std::string_view name);
    /// True or false; none where it is missing.
    std::optional<bool> flag(std::string_view name);
    /// The strings of a list; empty where it is missing or empty.
    std::vector<std::string> texts_or_none(std::string_view name, std::size_t most);
    /// The strings of a list that must be there.
    std::vector<std::string> texts(std::string_view name, std::size_t most);

    void note(std::string_view name, std::string what);
    void note(std::vector<model::Problem> problems);
    std::string pointer(std::string_view name) const { return at_ + "/" + std::string{name}; }
    std::vector<model::Problem> const& wrong() const { return wrong_; }

private:
    boost::json::object const& object_;
    std::string at_;
    std::vector<model::Problem> wrong_;
};

}  // namespace gateway::admin
