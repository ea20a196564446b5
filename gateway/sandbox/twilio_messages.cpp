#include "gateway/sandbox/twilio_messages.hpp"

#include "gateway/sandbox/twilio.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The API takes more spellings than E.164; what it can't take is a number without digits or with
// letters.
bool names_someone(std::string_view to)
{
    if (auto const colon = to.find(':'); colon != std::string_view::npos) {
        auto const channel = to.substr(0, colon);
        if (channel == "messenger" || channel == "channel") return to.size() > colon + 1;
        to.remove_prefix(colon + 1);
    }
    std::size_t digits = 0;
    for (char const c : to) {
        if (is_digit(c))
            ++digits;
        else if (std::string_view{"+ -().\t"}.find(c) == std::string_view::npos)
            return false;
    }
    return digits >= 3 && digits <= 15;
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

// Near enough for a sandbox: ASCII counts as GSM 7-bit, all else as UCS-2.
std::size_t segments(std::string_view body)
{
    auto const length = characters(body);
    auto const [one, each] = is_ascii(body) ? std::pair{160U, 153U} : std::pair{70U, 67U};
    return length <= one ? 1 : (length + each - 1) / each;
}

json::value text_or_null(std::string_view text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string_view status_of(Form const& form)
{
    if (!first(form, "ScheduleType").empty()) return "scheduled";
    return first(form, "MessagingServiceSid").empty() ? "queued" : "accepted";
}

}  // namespace

std::string twilio_date(std::time_t time)
{
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 40> text{};
    auto const length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &parts);
    return {text.data(), length};
}

std::optional<Reply> twilio_refusal(Form const& form)
{
    auto const given = [&](std::string_view key) { return !first(form, key).empty(); };
    if (!given("To")) return twilio_error(400, 21604, "A 'To' phone number is required.");
    if (!names_someone(first(form, "To"))) {
        return twilio_error(400, 21211, "Invalid 'To' Phone Number");
    }
    if (!given("From") && !given("MessagingServiceSid")) {
        return twilio_error(400, 21603, "A 'From' phone number is required.");
    }
    if (!given("Body") && !given("MediaUrl") && !given("ContentSid")) {
        return twilio_error(400, 21602, "Message body is required.");
    }
    if (given("ScheduleType") && !given("SendAt")) {
        return twilio_error(400, 35111, "SendAt is required to schedule a message");
    }
    if (given("ScheduleType") && !given("MessagingServiceSid")) {
        return twilio_error(400, 35118, "MessagingServiceSid is required to schedule a message");
    }
    return std::nullopt;
}

json::object twilio_message(Form const& form, std::string_view account, std::string const& sid,
                            Moment moment)
{
    auto const body = first(form, "Body");
    auto const date = twilio_date(moment.now);
    auto const path = "/2010-04-01/Accounts/" + std::string{account} + "/Messages/" + sid;
    return {{"account_sid", account},
            {"api_version", "2010-04-01"},
            {"body", body},
            {"date_created", date},
            {"date_sent", nullptr},
            {"date_updated", date},
            {"direction", "outbound-api"},
            {"error_code", nullptr},
            {"error_message", nullptr},
            {"from", text_or_null(first(form, "From"))},
            {"messaging_service_sid", text_or_null(first(form, "MessagingServiceSid"))},
            {"num_media", std::to_string(all(form, "MediaUrl").size())},
            {"num_segments", std::to_string(segments(body))},
            {"price", nullptr},
            {"price_unit", nullptr},
            {"sid", sid},
            {"status", status_of(form)},
            {"subresource_uris", json::object{{"media", path + "/Media.json"}}},
            {"to", first(form, "To")},
            {"uri", path + ".json"}};
}

}  // namespace gateway::sandbox
