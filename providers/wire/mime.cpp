#include "providers/wire/mime.hpp"

#include "providers/wire/gmime.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace wire {
namespace {

constexpr std::size_t longest_head = 1024 * 1024;
constexpr std::size_t most_fields = 2000;
constexpr std::array<std::string_view, 6> recipient_fields{"to",        "cc",        "bcc",
                                                           "resent-to", "resent-cc", "resent-bcc"};

model::Problem problem(char const* what)
{
    return {what, "message"};
}

/// The head with the empty line behind it; empty where there is none.
std::string_view head_of(std::string_view message)
{
    for (auto at = message.find('\n'); at < longest_head; at = message.find('\n', at + 1)) {
        auto const rest = message.substr(at + 1);
        if (rest.starts_with('\n')) return message.substr(0, at + 2);
        if (rest.starts_with("\r\n")) return message.substr(0, at + 3);
    }
    return {};
}

/// Whether every line of a head ends alike, and nothing in it ends a line to some readers only.
bool has_one_kind_of_line(std::string_view head)
{
    bool const is_crlf = head.ends_with("\r\n");
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '\0') return false;
        if (head[i] == '\r' && (i + 1 == head.size() || head[i + 1] != '\n')) return false;
        if (head[i] == '\n' && is_crlf != (i > 0 && head[i - 1] == '\r')) return false;
    }
    return true;
}

Owned<GMimeParser> parser_of(std::string_view bytes)
{
    Owned<GMimeStream> const stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    return Owned<GMimeParser>{g_mime_parser_new_with_stream(stream.get())};
}

std::string_view text_or_empty(char const* text)
{
    return text ? std::string_view{text} : std::string_view{};
}

/// One field of GMime's, if it is what stands at `begin`; none: GMime passed something over.
std::optional<MimeField> field_at(std::string_view head, std::size_t begin, GMimeHeader* header)
{
    auto const name = text_or_empty(g_mime_header_get_raw_name(header));
    auto const raw = text_or_empty(g_mime_header_get_raw_value(header));
    auto const here = head.substr(begin);
    auto const colon = name.size();
    bool const stands = here.starts_with(name) && here.substr(colon).starts_with(':') &&
                        here.substr(colon + 1).starts_with(raw);
    if (!stands || name.empty()) return std::nullopt;
    auto const value_begin = begin + colon + 1;
    return MimeField{std::string{name}, std::string{text_or_empty(g_mime_header_get_value(header))},
                     begin, value_begin, value_begin + raw.size()};
}

/// A name with a space before its colon, or "to_": some readers take it for the field.
bool resembles_recipients(std::string_view name)
{
    std::string letters;
    for (char const c : name) {
        if ((lower(c) >= 'a' && lower(c) <= 'z') || c == '-') letters += lower(c);
    }
    return letters.size() != name.size() &&
           std::find(recipient_fields.begin(), recipient_fields.end(), letters) !=
               recipient_fields.end();
}

bool names_recipients(std::string_view name)
{
    return std::any_of(recipient_fields.begin(), recipient_fields.end(),
                       [&](std::string_view field) { return same_but_for_case(field, name); });
}

}  // namespace

model::Result<std::vector<MimeField>> read_fields(std::string_view message)
{
    auto const head = head_of(message);
    if (head.empty()) return problem("no empty line behind the head");
    if (!has_one_kind_of_line(head)) return problem("lines that end in different ways");
    auto const parser = parser_of(head);
    Owned<GMimeObject> const part{g_mime_parser_construct_part(parser.get(), nullptr)};
    auto* const headers = part ? g_mime_object_get_header_list(part.get()) : nullptr;
    auto const count = headers ? g_mime_header_list_get_count(headers) : 0;
    if (static_cast<std::size_t>(count) > most_fields) return problem("too many header fields");
    std::vector<MimeField> fields;
    std::size_t end = 0;
    for (int i = 0; i < count; ++i) {
        auto field = field_at(head, end, g_mime_header_list_get_header_at(headers, i));
        if (!field) break;
        if (resembles_recipients(field->name))
            return problem("a field that resembles a list of recipients");
        end = field->end;
        fields.push_back(std::move(*field));
    }
    auto const empty_line = head.ends_with("\r\n") ? 2U : 1U;
    if (end + empty_line != head.size()) return problem("a head that can be read in two ways");
    return fields;
}

model::Result<MimeHead> MimeHead::read(std::string_view message)
{
    auto fields = read_fields(message);
    if (!fields) return fields.error();
    MimeHead head;
    head.fields_ = std::move(*fields);
    for (MimeField const& field : head.fields_) {
        if (!names_recipients(field.name)) continue;
        auto value = message.substr(field.value_begin, field.end - field.value_begin);
        value = value.substr(0, value.find_last_not_of("\r\n") + 1);
        auto list = Mailboxes::read(value);
        if (!list) return model::Problem{list.error().what, "message"};
        head.recipients_.push_back({field.begin, field.value_begin, field.end, std::move(*list)});
    }
    // Without those nothing would be left, and some readers pass over empty lines at the beginning.
    bool const lists_only = head.recipients_.size() == head.fields_.size();
    if (lists_only && !head.fields_.empty()) return problem("a head of recipients only");
    return head;
}

std::string_view MimeHead::value(std::string_view name) const
{
    auto const field = std::find_if(fields_.begin(), fields_.end(), [&](MimeField const& one) {
        return same_but_for_case(one.name, name);
    });
    return field == fields_.end() ? std::string_view{} : std::string_view{field->value};
}

bool MimeHead::is_signed() const
{
    return std::any_of(fields_.begin(), fields_.end(), [](MimeField const& field) {
        return same_but_for_case(field.name, "DKIM-Signature") ||
               same_but_for_case(field.name, "DomainKey-Signature");
    });
}

namespace {

void add_part(GMimeObject* object, model::Text& text)
{
    if (GMIME_IS_MULTIPART(object)) return;
    auto* const type = g_mime_object_get_content_type(object);
    bool const is_text =
        GMIME_IS_TEXT_PART(object) != 0 && g_mime_part_is_attachment(GMIME_PART(object)) == 0;
    if (!is_text) {
        text.has_media = true;
        return;
    }
    std::unique_ptr<char, void (*)(gpointer)> const content{
        g_mime_text_part_get_text(GMIME_TEXT_PART(object)), g_free};
    bool const is_html = g_mime_content_type_is_type(type, "text", "html") != 0;
    (is_html ? text.html : text.plain) += text_or_empty(content.get());
}

}  // namespace

model::Text text_of_message(std::string_view message)
{
    model::Text text;
    auto const parser = parser_of(message);
    Owned<GMimeMessage> const parsed{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (!parsed) return text;
    text.subject = text_or_empty(g_mime_message_get_subject(parsed.get()));
    auto* const object = GMIME_OBJECT(parsed.get());
    text.has_unsubscribe = g_mime_object_get_header(object, "List-Unsubscribe") != nullptr;
    std::unique_ptr<GMimePartIter, void (*)(GMimePartIter*)> const parts{
        g_mime_part_iter_new(object), g_mime_part_iter_free};
    for (bool valid = g_mime_part_iter_is_valid(parts.get()) != 0; valid;
         valid = g_mime_part_iter_next(parts.get()) != 0) {
        add_part(g_mime_part_iter_get_current(parts.get()), text);
    }
    return text;
}

}  // namespace wire
