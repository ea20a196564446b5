#include "gateway/sandbox/mime.hpp"

#include <gmime/gmime.h>

#include <memory>

namespace gateway::sandbox {
namespace {

[[maybe_unused]] bool const gmime_is_ready = (g_mime_init(), true);

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

void gather(InternetAddressList* list, std::vector<std::string>& found)
{
    for (int i = 0; list && i < internet_address_list_length(list); ++i) {
        auto* const one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            gather(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), found);
        } else if (auto const* text =
                       internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))) {
            found.emplace_back(text);
        }
    }
}

Owned<GMimeParser> parser_of(std::string const& bytes)
{
    Owned<GMimeStream> const stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    return Owned<GMimeParser>{g_mime_parser_new_with_stream(stream.get())};
}

std::string content_of(GMimeObject* part)
{
    Owned<GMimeStream> const stream{g_mime_stream_mem_new()};
    if (GMIME_IS_PART(part)) {
        if (auto* const content = g_mime_part_get_content(GMIME_PART(part))) {
            g_mime_data_wrapper_write_to_stream(content, stream.get());
        }
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        auto* const message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        g_mime_object_write_to_stream(GMIME_OBJECT(message), nullptr, stream.get());
    }
    auto* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<char const*>(bytes->data), bytes->len};
}

std::string name_of(GMimeObject* part)
{
    auto* const disposition = g_mime_object_get_content_disposition(part);
    auto const* name =
        disposition ? g_mime_content_disposition_get_parameter(disposition, "name") : nullptr;
    return name ? name : "";
}

}  // namespace

std::vector<std::string> read_addresses(std::string_view list)
{
    std::vector<std::string> found;
    Owned<InternetAddressList> const read{
        internet_address_list_parse(nullptr, std::string{list}.c_str())};
    gather(read.get(), found);
    return found;
}

std::vector<std::string> message_recipients(std::string_view message)
{
    std::vector<std::string> found;
    auto const parser = parser_of(std::string{message});
    Owned<GMimeMessage> const read{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (!read) return found;
    Owned<InternetAddressList> const all{g_mime_message_get_all_recipients(read.get())};
    gather(all.get(), found);
    for (auto const* name : {"Resent-To", "Resent-Cc", "Resent-Bcc"}) {
        if (auto const* value = g_mime_object_get_header(GMIME_OBJECT(read.get()), name)) {
            for (auto& address : read_addresses(value))
                found.push_back(std::move(address));
        }
    }
    return found;
}

std::string message_header(std::string_view message, char const* name)
{
    auto const parser = parser_of(std::string{message});
    Owned<GMimeMessage> const read{g_mime_parser_construct_message(parser.get(), nullptr)};
    auto const* value = read ? g_mime_object_get_header(GMIME_OBJECT(read.get()), name) : nullptr;
    return value ? value : "";
}

std::optional<Form> read_multipart(std::string_view body, std::string_view content_type)
{
    auto const whole =
        "Content-Type: " + std::string{content_type} + "\r\n\r\n" + std::string{body};
    auto const parser = parser_of(whole);
    Owned<GMimeObject> const read{g_mime_parser_construct_part(parser.get(), nullptr)};
    if (!read || !GMIME_IS_MULTIPART(read.get())) return std::nullopt;
    auto* const multipart = GMIME_MULTIPART(read.get());
    Form form;
    for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
        auto* const part = g_mime_multipart_get_part(multipart, i);
        form.emplace_back(name_of(part), content_of(part));
    }
    return form;
}

std::optional<std::string> from_base64(std::string_view text)
{
    gsize size = 0;
    std::unique_ptr<guchar, void (*)(gpointer)> const bytes{
        g_base64_decode(std::string{text}.c_str(), &size), g_free};
    if (!bytes || (size == 0 && !text.empty())) return std::nullopt;
    return std::string{reinterpret_cast<char const*>(bytes.get()), size};
}

}  // namespace gateway::sandbox
