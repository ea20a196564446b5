#include "gateway/sandbox/mailbox.hpp"

#include "gateway/sandbox/digest.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

// Boost.JSON's own parser judges UTF-8: a text is what stands in a JSON string unharmed.
bool is_text(std::string_view bytes)
{
    if (bytes.find('\0') != std::string_view::npos) return false;
    boost::system::error_code failed;
    json::parse(json::serialize(json::string{bytes}), failed);
    return !failed;
}

/// Credentials pass through us; they are nobody's to read back.
bool is_secret(std::string_view name)
{
    return boost::beast::iequals(name, "Authorization") ||
           boost::beast::iequals(name, "X-Postmark-Server-Token") ||
           boost::beast::iequals(name, "X-Postmark-Account-Token") ||
           boost::beast::iequals(name, "X-Amz-Security-Token");
}

/// "Basic " of "Basic QUM6eA=="; empty of a bare token.
std::string scheme_of(std::string_view credential)
{
    return std::string{credential.substr(0, credential.find(' ') + 1)};
}

json::array headers_of(Call const& call)
{
    json::array headers;
    for (auto const& [name, value] : call.headers) {
        auto const shown = is_secret(name) ? scheme_of(value) + "…" : value;
        headers.push_back(json::array{name, is_text(shown) ? shown : base64(shown)});
    }
    return headers;
}

json::object item_of(Received const& received)
{
    auto const& call = received.call;
    bool const text = is_text(call.body);
    return {{"time", received.time},
            {"provider", received.provider},
            {"method", call.method},
            {"path", call.query.empty() ? call.path : call.path + '?' + call.query},
            {"status", received.status},
            {"recipients", json::value_from(received.recipients)},
            {"headers", headers_of(call)},
            {"body", text ? call.body : base64(call.body)},
            {"body_encoding", text ? "text" : "base64"},
            {"body_bytes", call.body.size()},
            {"body_sha256", sha256_hex(call.body)}};
}

}  // namespace

void Mailbox::keep(Received received)
{
    std::lock_guard const lock{mutex_};
    bytes_ += received.call.body.size();
    received_.push_back(std::move(received));
    while (received_.size() > most_messages_ || bytes_ > most_bytes_) {
        bytes_ -= received_.front().call.body.size();
        received_.pop_front();
    }
}

std::string Mailbox::listed(std::size_t limit) const
{
    std::vector<Received> newest;
    {
        std::lock_guard const lock{mutex_};
        auto const count = std::min(limit, received_.size());
        newest.assign(received_.rbegin(), received_.rbegin() + static_cast<std::ptrdiff_t>(count));
    }
    json::array items;
    for (auto const& received : newest)
        items.push_back(item_of(received));
    return json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace gateway::sandbox
