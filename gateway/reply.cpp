#include "gateway/reply.hpp"

#include "gateway/http/write.hpp"
#include "gateway/own_url.hpp"
#include "providers/auth/clock.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>

namespace gateway {

std::string_view name_of(providers::Trouble trouble)
{
    constexpr std::array<std::string_view, 7> names{
        "unreadable",        "unsupported_media", "too_large",       "overloaded",
        "store_unavailable", "upstream_refused",  "upstream_timeout"};
    return names[static_cast<std::size_t>(trouble)];
}

Task<bool> reply(Visit& visit, providers::Answer const& answer)
{
    auto const keep_alive = keeps_alive(visit);
    auto& out = visit.caller.out;
    http::append_status(out, answer.status);
    // RFC 9110 §6.6.1. AWS's SDKs set their clock by it where a signature's time is refused.
    http::append_field(out, "Date", providers::auth::http_date(wall_clock()));
    append_fields(out, visit, answer);
    if (answer.status != 204) http::append_length(out, answer.body.size());
    append_closing_fields(out, visit, keep_alive);
    out.append("\r\n");
    if (!visit.is_head_request()) out.append(answer.body);
    visit.trace.status = answer.status;
    visit.trace.bytes_out = answer.body.size();
    Error ec;
    co_await visit.caller.write_out(visit.limits().write_timeout, ec);
    co_return keep_alive && !ec;
}

Task<bool> refuse(Visit& visit, providers::Trouble trouble, model::Problem const& problem)
{
    visit.trace.trouble = name_of(trouble);
    auto const answer = visit.dialect().refuse(visit.call, trouble, problem);
    co_return co_await reply(visit, answer);
}

Task<bool> reply_problem(Visit& visit, unsigned status, std::string_view title,
                         std::string_view detail)
{
    boost::json::value const document{
        {"type", "about:blank"},
        {"title", boost::json::string_view{title.data(), title.size()}},
        {"status", status},
        {"detail", boost::json::string_view{detail.data(), detail.size()}}};
    providers::Answer answer{status, {}, boost::json::serialize(document)};
    answer.headers.emplace_back("Content-Type", "application/problem+json");
    co_return co_await reply(visit, answer);
}

}  // namespace gateway
