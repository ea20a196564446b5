// gateway/observe/counters.hpp: what one thread counts. Every number is single-writer; `Metrics`
// folds the threads' counters together when somebody asks.
#pragma once

#include "gateway/observe/count.hpp"
#include "providers/dialect.hpp"
#include "store/model/channel.hpp"
#include "store/model/decision.hpp"
#include "store/model/journal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gateway {

/// What became of a whole send: the words of X-Optgate-Verdict, and `refused` for one that could
/// not go on.
enum class SendVerdict : std::uint8_t { delivered, pruned, suppressed, observed, refused };
inline constexpr std::array<std::string_view, 5> send_verdict_names{
    "delivered", "pruned", "suppressed", "observed", "refused"};
constexpr std::string_view name_of(SendVerdict verdict)
{
    return send_verdict_names[static_cast<std::size_t>(verdict)];
}

/// Who made an answer.
enum class AnsweredBy : std::uint8_t { provider, optgate };
inline constexpr std::array<std::string_view, 2> answered_by_names{"provider", "optgate"};

/// Why a call ended before it was a provider's.
enum class Turned : std::uint8_t {
    bad_request,   ///< malformed or ambiguous HTTP
    unknown_path,  ///< 404
    unknown_host,  ///< 421
    too_large,     ///< head or body over its limit
    overloaded,    ///< connections, memory or a queue at its limit
    timed_out,     ///< the caller was too slow
    tls_failed,    ///< the handshake
};
inline constexpr std::array<std::string_view, 7> turned_names{
    "bad_request", "unknown_path", "unknown_host", "too_large",
    "overloaded",  "timed_out",    "tls_failed"};

/// What happened to a connection to a provider.
enum class Dialled : std::uint8_t { opened, reused, failed };
inline constexpr std::array<std::string_view, 3> dialled_names{"opened", "reused", "failed"};

/// Which step named a message's category: model::Evidence::step.
inline constexpr std::array<std::string_view, 7> step_names{"header", "hint",  "mapping", "rule",
                                                            "model",  "guard", "default"};

inline constexpr std::array<std::string_view, 5> status_classes{"1xx", "2xx", "3xx", "4xx", "5xx"};

/// A table of counts with one axis an enumeration each.
template <std::size_t Size>
using Counts = std::array<Count, Size>;

struct ProviderCounters {
    Counts<send_verdict_names.size()> sends;
    /// [channel][outcome][reason]
    std::array<std::array<Counts<model::reason_names.size()>, model::outcome_names.size()>,
               model::channel_names.size()>
        recipients;
    /// Messages: [step][mark][kind]
    std::array<std::array<Counts<model::kind_names.size()>, model::mark_names.size()>,
               step_names.size()>
        classified;
    /// [answered by][status class]
    std::array<Counts<status_classes.size()>, answered_by_names.size()> requests;
    Latencies own;       ///< what we added to a call: its whole time without the provider's
    Latencies upstream;  ///< from handing a call over to the head of the answer
    Counts<dialled_names.size()> dialled;
    Count body_bytes_in;   ///< from callers
    Count body_bytes_out;  ///< to callers
    Count idle;            ///< level: pooled connections
    Count in_flight;       ///< level: calls at the provider
    Count waiting;         ///< level: calls that wait for a place

    void count(SendVerdict verdict) noexcept { sends[static_cast<std::size_t>(verdict)].add(); }
    void count(model::Channel channel, model::Outcome outcome, model::Reason reason,
               std::uint64_t recipients_of_it = 1) noexcept
    {
        recipients[static_cast<std::size_t>(channel)][static_cast<std::size_t>(outcome)]
                  [static_cast<std::size_t>(reason)]
                      .add(recipients_of_it);
    }
    void count(model::Classified const& message, model::Kind kind) noexcept
    {
        auto const step = std::find(step_names.begin(), step_names.end(), message.evidence.step);
        if (step == step_names.end()) return;
        classified[static_cast<std::size_t>(step - step_names.begin())]
                  [static_cast<std::size_t>(message.mark)][static_cast<std::size_t>(kind)]
                      .add();
    }
    void count(AnsweredBy by, unsigned status) noexcept
    {
        auto const of = std::clamp(status / 100, 1U, 5U) - 1;
        requests[static_cast<std::size_t>(by)][of].add();
    }
    void count(Dialled what) noexcept { dialled[static_cast<std::size_t>(what)].add(); }
};

/// What one thread counts that no provider has.
struct ThreadCounters {
    Count accepted;     ///< connections of callers
    Count connections;  ///< level: of them, open
    Counts<turned_names.size()> turned;
    Count body_bytes;  ///< level: held in memory

    void count(Turned why) noexcept { turned[static_cast<std::size_t>(why)].add(); }
};

/// All that one thread counts. Made by `Metrics::lane`; cache lines of its own, so that no thread
/// waits for another's.
struct alignas(64) Counters {
    explicit Counters(std::vector<std::string> provider_names)
        : names{std::move(provider_names)}, providers(names.size())
    {
    }

    std::vector<std::string> const names;     ///< in the order of Settings::providers
    std::vector<ProviderCounters> providers;  ///< one a name
    ThreadCounters thread;
};

}  // namespace gateway
