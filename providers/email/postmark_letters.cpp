// providers/email/postmark_letters.cpp: the letters of a body, whichever path it came by, and who is in their lists.
#include "providers/email/content.hpp"
#include "providers/email/postmark.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers::postmark_api {
namespace {

using wire::Type;
using wire::Value;

constexpr std::array<std::string_view, 3> address_keys{"To", "Cc", "Bcc"};
constexpr std::array<std::string_view, 5> letter_keys{"To", "Cc", "Bcc", "Headers", "Messages"};

std::optional<model::Problem> read_letter(Value value, Letter& letter)
{
    if (auto problem = wire::object_problem(value, letter_keys)) return problem;
    for (Value const member : value) {
        std::string const where = "." + std::string{member->key};
        if (member->key == "Headers" && email::names_recipients(member)) {
            return model::Problem{"a header that names recipients", where};
        }
        bool const lists =
            std::find(address_keys.begin(), address_keys.end(), member->key) != address_keys.end();
        if (!lists || member.is(Type::null)) continue;
        if (!member.is(Type::string)) return model::Problem{"not a string", where};
        auto boxes = wire::Mailboxes::read(member->text);
        if (!boxes) return model::Problem{boxes.error().what, where};
        letter.count += boxes->all().size();
        letter.lists.push_back({member, std::move(*boxes)});
    }
    return std::nullopt;
}

}  // namespace

bool Letter::goes(model::Decision const& decision) const
{
    bool any = count == 0;
    for (std::size_t i = first; i < first + count; ++i)
        any = any || decision.delivers(i);
    return any;
}

std::optional<Endpoint> endpoint_of(std::string_view path)
{
    auto const plain = wire::plain_path(path);
    if (plain == "/email" || plain == "/email/withtemplate") return Endpoint::letter;
    if (plain == "/email/batch" || plain == "/email/batchwithtemplates") return Endpoint::batch;
    if (plain == "/email/bulk") return Endpoint::bulk;
    return std::nullopt;
}

model::Result<Letters> read_letters(Call const& call)
{
    if (!wire::is_media_type(call.content_type, "application/json")) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    auto document = wire::Document::read(call.body);
    if (!document) return document.error();
    Letters letters{std::move(*document), std::nullopt, {}};
    Value const root = letters.document.root();
    auto const endpoint = endpoint_of(call.path);
    std::size_t recipients = 0;
    auto const add = [&](Value value) {
        auto& letter = letters.all.emplace_back(Letter{value, {}, recipients, 0});
        auto problem = read_letter(value, letter);
        recipients += letter.count;
        return problem;
    };
    if (endpoint == Endpoint::letter) {
        if (auto problem = add(root)) return std::move(*problem);
        return letters;
    }
    if (root.is(Type::object)) {
        // Content that all letters of a bulk share may name nobody itself.
        Letter shared{root, {}, 0, 0};
        if (auto problem = read_letter(root, shared)) return std::move(*problem);
        if (shared.count > 0) return model::Problem{"recipients outside of Messages", ""};
        letters.batch = root.find("Messages");
    } else {
        letters.batch = root;
    }
    if (!letters.batch) return model::Problem{"missing", "Messages"};
    if (!letters.batch->is(Type::array)) return model::Problem{"not an array", "Messages"};
    for (Value const value : *letters.batch) {
        auto problem = add(value);
        if (problem) {
            return model::Problem{
                problem->what,
                "Messages." + std::to_string(letters.all.size() - 1) + problem->where};
        }
    }
    return letters;
}

}  // namespace providers::postmark_api
