#include "gateway/outgoing.hpp"

#include "gateway/http/write.hpp"
#include "providers/auth/scheme.hpp"

#include <algorithm>
#include <iterator>

namespace gateway {
namespace {

void write_first_lines(std::string& out, Visit const& visit, std::string_view target)
{
    out.append(visit.head().method).append(" ").append(target).append(" HTTP/1.1\r\n");
    http::append_field(out, "Host", visit.route->pool->authority());
}

/// The real credential is written where nothing is copied elsewhere: into memory that is wiped when the call ends.
void make_room(std::string& out, Visit const& visit, std::size_t body_bytes)
{
    constexpr std::size_t our_fields = 4 * 1024;
    out.reserve(out.size() + visit.limits().head_bytes + our_fields + body_bytes);
}

/// Whom the provider is to take the caller for. `sent` is the body that leaves, `within` how much of it in one write.
template <class LeavesOut>
void write_fields(std::string& out, Visit const& visit, std::string_view target,
                  std::string_view sent, std::size_t within, LeavesOut const& leaves_out)
{
    if (visit.granted.key == nullptr)
        return http::append_forwarded_but(out, visit.head(), leaves_out);
    auto const& scheme = *visit.dialect().scheme;
    providers::auth::Outgoing const call{visit.call, target, visit.route->pool->authority(), sent};
    auto const edits = scheme.sign(scheme, call, visit.granted.key->view(), wall_clock());
    make_room(out, visit, within);
    http::append_forwarded_but(out, visit.head(), [&](http::Field const& field) {
        return leaves_out(field) || edits.leaves_out(field.name);
    });
    for (auto const& [name, value] : edits.with)
        http::append_field(out, name, value);
}

/// A call without a body that did not speak of one (RFC 9110 §8.6) goes on as silent.
bool says_no_length(Visit const& visit)
{
    auto const& head = visit.head();
    return head.framing == http::Framing::none && head[http::Id::content_length].empty() &&
           (head.verb == http::Verb::get || head.verb == http::Verb::head);
}

void write_as_it_came(std::string& out, Visit const& visit, std::string_view body,
                      std::size_t within)
{
    auto& known = visit.caller.last_route.request_head;
    if (known != 0) {
        out.resize(known);
    } else {
        out.clear();
        write_request_head(out, visit, body, within);
        known = visit.granted.key == nullptr ? out.size() : 0;
    }
    if (!says_no_length(visit)) http::append_length(out, body.size());
    out.append("\r\n");
}

std::string target_without(Visit const& visit, providers::Cuts const& cuts)
{
    std::string target{visit.target};
    if (cuts.empty()) return target;
    target.resize(target.find('?') + 1);
    return target.append(providers::applied(cuts, visit.call.query));
}

/// The rest of a body that came compressed leaves in the clear, and an answer that will be merged must be readable.
void write_cut(std::string& out, Visit const& visit, std::string_view target, std::string_view kept,
               bool unpacked)
{
    auto const merges = visit.dialect().merge != nullptr;
    visit.caller.last_route.request_head = 0;
    out.clear();
    write_first_lines(out, visit, target);
    write_fields(out, visit, target, kept, kept.size(), [=](http::Field const& field) {
        return (unpacked && field.id == http::Id::content_encoding) ||
               (merges && field.id == http::Id::accept_encoding);
    });
    if (merges) http::append_field(out, "Accept-Encoding", "identity");
    if (!says_no_length(visit)) http::append_length(out, kept.size());
    out.append("\r\n").append(kept);
}

void add(providers::Cuts& cuts, providers::Cuts more)
{
    cuts.insert(cuts.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
    std::ranges::sort(cuts, {}, &providers::Cut::begin);
}

/// A credential that stands in the body or the query is the real one on the way out.
void add_credential(Visit const& visit, Pruning& pruning)
{
    auto const* scheme = visit.dialect().scheme;
    if (scheme->respell == nullptr) return;
    auto respelt = scheme->respell(*scheme, visit.call, visit.granted.key->view(), wall_clock());
    add(pruning.body, std::move(respelt.body));
    add(pruning.query, std::move(respelt.query));
}

}  // namespace

void write_request_head(std::string& out, Visit const& visit, std::string_view body,
                        std::size_t within)
{
    write_first_lines(out, visit, visit.target);
    write_fields(out, visit, visit.target, body, within, [](http::Field const&) { return false; });
}

std::string_view write_request(std::string& out, Visit const& visit, Body const& body,
                               Pruning& pruning)
{
    if (visit.granted.key != nullptr) add_credential(visit, pruning);
    if (!pruning.body.empty() || !pruning.query.empty()) {
        auto const kept = providers::applied(pruning.body, visit.call.body);
        write_cut(out, visit, target_without(visit, pruning.query), kept, body.packed);
        return {};
    }
    auto const fits = body.raw.size() <= one_write_bytes;
    write_as_it_came(out, visit, body.raw, fits ? body.raw.size() : 0);
    if (!fits) return body.raw;
    out.append(body.raw);
    return {};
}

}  // namespace gateway
