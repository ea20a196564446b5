#include "gateway/sandbox/sendgrid_mail.hpp"

#include "gateway/sandbox/json_texts.hpp"
#include "gateway/sandbox/sendgrid.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> envelopes{"to", "cc", "bcc"};

bool is_envelope(std::string_view key)
{
    return std::ranges::find(envelopes, key) != envelopes.end();
}

bool is_address(Way const& way)
{
    return way.size() == 3 && way[0] == "personalizations" && is_envelope(way[1]) &&
           way[2] == "email";
}

bool looks_like_mail(std::string_view address)
{
    auto const at = address.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
           address.find_first_of("\r\n") == std::string_view::npos;
}

json::array const* array_at(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

std::string_view text_at(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    auto const* const text = value ? value->if_string() : nullptr;
    return text ? std::string_view{*text} : std::string_view{};
}

// A personalization under judgement, and the path to it.
struct Envelope {
    json::object const& object;
    std::string path;              ///< "personalizations.0"
    std::set<std::string> seen{};  ///< lower case
    std::size_t addresses = 0;
};

std::optional<Reply> address_refusal(Envelope& envelope, json::value const& value,
                                     std::string const& where, std::string_view list)
{
    auto const* const entry = value.if_object();
    if (!entry) return sendgrid_error(400, "Invalid type. Expected: object.", where);
    std::string address{text_at(*entry, "email")};
    if (address.empty()) {
        return sendgrid_error(400, "The " + std::string{list} + " email parameter is required.",
                              where + ".email");
    }
    if (!looks_like_mail(address))
        return sendgrid_error(400, "Does not contain a valid address.", where + ".email");
    std::ranges::transform(address, address.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    ++envelope.addresses;
    if (envelope.seen.insert(std::move(address)).second) return std::nullopt;
    return sendgrid_error(
        400,
        "Each email address in the personalization block should be unique between to, cc, and bcc.",
        envelope.path);
}

std::optional<Reply> list_refusal(Envelope& envelope, std::string_view list)
{
    auto const where = envelope.path + '.' + std::string{list};
    auto const* const present = envelope.object.if_contains(list);
    auto const* const entries = array_at(envelope.object, list);
    bool const must = list == "to";
    if (must && (!entries || entries->empty())) {
        return sendgrid_error(
            400,
            "The to array is required for all personalization objects, and must have at least one "
            "email object with a valid email address.",
            where);
    }
    if (!present) return std::nullopt;
    if (!entries) return sendgrid_error(400, "Invalid type. Expected: array.", where);
    if (entries->empty()) {
        return sendgrid_error(
            400,
            "The " + std::string{list} + " array, when used, must have at least one email object.",
            where);
    }
    for (std::size_t i = 0; i < entries->size(); ++i) {
        if (auto refusal =
                address_refusal(envelope, (*entries)[i], where + '.' + std::to_string(i), list)) {
            return refusal;
        }
    }
    return std::nullopt;
}

std::optional<Reply> personalizations_refusal(json::object const& mail)
{
    auto const* const blocks = array_at(mail, "personalizations");
    if (!blocks || blocks->empty()) {
        return sendgrid_error(
            400,
            "The personalizations field is required and must have at least one personalization.",
            "personalizations");
    }
    if (blocks->size() > 1000) {
        return sendgrid_error(
            400, "The personalization block is limited to 1000 personalizations per API request.",
            "personalizations");
    }
    std::size_t addresses = 0;
    for (std::size_t i = 0; i < blocks->size(); ++i) {
        auto const where = "personalizations." + std::to_string(i);
        auto const* const object = (*blocks)[i].if_object();
        if (!object) return sendgrid_error(400, "Invalid type. Expected: object.", where);
        Envelope envelope{*object, where};
        for (auto const list : envelopes) {
            if (auto refusal = list_refusal(envelope, list)) return refusal;
        }
        addresses += envelope.addresses;
    }
    if (addresses <= 1000) return std::nullopt;
    return sendgrid_error(400, "The total number of recipients is limited to 1000 per API request.",
                          "personalizations");
}

std::optional<Reply> from_refusal(json::object const& mail)
{
    auto const* const from = mail.if_contains("from");
    auto const* const object = from ? from->if_object() : nullptr;
    if (!object || text_at(*object, "email").empty()) {
        return sendgrid_error(
            400,
            "The from object must be provided for every email send. It is an object that requires "
            "the email parameter, but may also contain a name parameter.",
            "from.email");
    }
    if (looks_like_mail(text_at(*object, "email"))) return std::nullopt;
    return sendgrid_error(400, "The from email does not contain a valid address.", "from.email");
}

std::optional<Reply> content_refusal(json::object const& mail)
{
    if (!text_at(mail, "template_id").empty()) return std::nullopt;
    auto const* const contents = array_at(mail, "content");
    if (!contents || contents->empty()) {
        return sendgrid_error(
            400, "Unless a valid template_id is provided, the content parameter is required.",
            "content");
    }
    for (std::size_t i = 0; i < contents->size(); ++i) {
        auto const* const content = (*contents)[i].if_object();
        if (!content || text_at(*content, "type").empty() || text_at(*content, "value").empty()) {
            return sendgrid_error(
                400, "The content value must be a string at least one character in length.",
                "content." + std::to_string(i) + ".value");
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> sendgrid_recipients(std::string_view body)
{
    return json_texts(body, is_address);
}

std::optional<Reply> sendgrid_refusal(json::object const& mail)
{
    if (auto refusal = personalizations_refusal(mail)) return refusal;
    if (auto refusal = from_refusal(mail)) return refusal;
    return content_refusal(mail);
}

bool is_rehearsal(json::object const& mail)
{
    auto const inside = [](json::object const* object,
                           std::string_view key) -> json::object const* {
        auto const* const value = object ? object->if_contains(key) : nullptr;
        return value ? value->if_object() : nullptr;
    };
    auto const* const mode = inside(inside(&mail, "mail_settings"), "sandbox_mode");
    auto const* const enable = mode ? mode->if_contains("enable") : nullptr;
    return enable && enable->is_bool() && enable->get_bool();
}

}  // namespace gateway::sandbox
