// gateway/visit.hpp: one call while it is served, and what will be told of it afterwards.
#pragma once

#include "gateway/inbound/caller.hpp"
#include "gateway/worker.hpp"
#include "providers/dialect.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway {

/// What the access log and the counters learn of a call. Views point into the site's settings or are static.
struct Trace {
    Steady::time_point began{};
    Steady::time_point handed_over{};  ///< to the provider; unset where it never was
    Steady::time_point heard_back{};   ///< the head of its answer
    std::string_view application;
    std::string_view category;
    std::optional<SendVerdict> verdict;  ///< none: no send, or nothing was decided
    std::string_view trouble;            ///< why it could not go on; empty: it did
    Ids::Text decision{};
    bool decided = false;  ///< `decision` is set
    unsigned status = 0;
    AnsweredBy answered_by = AnsweredBy::optgate;
    std::uint64_t bytes_in = 0;   ///< body bytes of the caller
    std::uint64_t bytes_out = 0;  ///< body bytes of the answer
};

/// Who called with a key of ours, and the real one that takes its place.
struct Granted {
    Application const* application = nullptr;      ///< null: nobody showed one
    providers::auth::Secret const* key = nullptr;  ///< null: the call's own goes on
};

struct Visit {
    // A constructor, because g++ 12 destroys aggregates that a coroutine braces twice.
    Visit(Caller& peer, Worker& thread)
        : caller{peer}, worker{thread}, site{thread.site}, target{peer.head.target}
    {
    }

    Caller& caller;
    Worker& worker;
    std::shared_ptr<Site const> site;
    Route const* route = nullptr;
    std::string_view target;  ///< what the provider is asked for: path and query
    providers::Call call;
    std::vector<providers::Header> fields;  ///< what `call.headers` shows
    Granted granted;
    bool is_send = false;
    Trace trace;

    http::Head const& head() const { return caller.head; }
    Settings const& settings() const { return site->settings(); }
    Limits const& limits() const { return site->settings().limits; }
    providers::Dialect const& dialect() const { return *route->provider->dialect; }
    ProviderCounters& counters() const { return site->counters().providers[route->index]; }
    bool is_head_request() const { return caller.head.verb == http::Verb::head; }
};

/// Whether the caller's connection may carry another call after this one.
bool keeps_alive(Visit const& visit);

/// What an answer of our own may need: the time, and the decision's id or, where nothing was decided, a new one.
providers::Stamp stamp_of(Visit const& visit);

/// The fields that end every head we write to a caller: ours, and whether the connection stays.
void append_closing_fields(std::string& out, Visit const& visit, bool keep_alive);

/// Writes the call into the access log and the counters.
void note(Visit const& visit);

}  // namespace gateway
