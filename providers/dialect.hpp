// providers/dialect.hpp: how one provider spells a send. A dialect is a value: names, data, and
// pure functions.
#pragma once

#include "store/model/decision.hpp"
#include "store/model/ledger.hpp"
#include "store/model/result.hpp"
#include "store/model/send.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace providers {

namespace auth {
struct Scheme;
enum class Denial;
}  // namespace auth

struct Header {
    std::string_view name;  ///< as it came
    std::string_view value;
};

/// One call as the caller made it. Views only: the connection's buffer owns the bytes.
struct Call {
    std::string_view method;
    std::string_view
        path;  ///< as it came (percent-encoded), without the provider's prefix and the query
    std::string_view query;  ///< without "?"
    std::string_view content_type;
    std::string_view authorization;
    /// Decoded by gunzip where it was compressed. `wire::body_padding` bytes behind it are
    /// readable.
    std::string_view body;

    // What a signature covers besides. Set for dialects with a scheme of credentials only.
    std::string_view host{};            ///< the Host field
    std::string_view target{};          ///< path and query as it came, with the provider's prefix
    std::span<Header const> headers{};  ///< all fields
};

/// A byte range of the body (or the query) to leave out: [begin, end). Ascending and disjoint.
struct Cut {
    std::size_t begin;
    std::size_t end;
    /// What stands there in its place: only where a cut can't be one of bytes, as inside of base64.
    std::string instead{};
    bool operator==(Cut const&) const = default;
};
using Cuts = std::vector<Cut>;

/// What we say ourselves, in the provider's words. `Content-Length` is added by the gateway.
struct Answer {
    unsigned status = 200;
    std::vector<std::pair<std::string_view, std::string>> headers;
    std::string body;
};

/// What the provider said about those that were forwarded. Views only.
struct ProviderAnswer {
    unsigned status;
    std::string_view content_type;
    std::span<Header const> headers;
    std::string_view body;  ///< whole; `wire::body_padding` bytes behind it are readable
};

/// How an application wants to be told that all recipients were kept back.
enum class RefusalStyle {
    native,  ///< what that provider does for an opted-out recipient
    error,   ///< the dialect's hard error
    accept,  ///< a plausible success, nothing sent
};

/// Why a send can't go on, apart from consent.
enum class Trouble {
    unreadable,         ///< 400: the body is malformed, ambiguous or not of this dialect
    unsupported_media,  ///< 415: a Content-Type or Content-Encoding we can't read
    too_large,          ///< 413
    overloaded,         ///< 503: over a limit of ours; try again later
    store_unavailable,  ///< 503: consent can't be known or the decision can't be recorded
    upstream_refused,   ///< 502: the provider was not reached, or answered garbage
    upstream_timeout,   ///< 504
};
unsigned status_of(Trouble trouble);

/// Where a problem lies in what `Dialect::read` does not read: a body of another media type.
inline constexpr std::string_view media_type_field = "Content-Type";

/// Tags, categories and their like that one message may carry: providers take 3 to 50.
inline constexpr std::size_t most_hints = 64;

/// The trouble behind a problem of `Dialect::read`: unsupported_media or unreadable.
Trouble trouble_of(model::Problem const& problem);

/// What an answer of our own may need from the world, handed in so that dialects stay pure.
struct Stamp {
    model::Time now{};
    std::string id;  ///< 32 lower-case hex digits, unique to this send
};

/// A request we make in the provider's name after `accept`: its status callback.
struct Callback {
    std::string url;  ///< as the application gave it
    std::string content_type;
    std::string body;
    /// Header fields, the signature among them where the application's own secret can be known.
    std::vector<std::pair<std::string, std::string>> headers;
};

/// What a hint means where the configuration says nothing else. `value` "*" is any.
struct HintRule {
    std::string_view hint;
    std::string_view value;
    std::string_view category;
};

struct Dialect {
    std::string_view
        name;  ///< "twilio": the default path prefix, and the table's name in the configuration
    std::string_view upstream;  ///< "https://api.twilio.com"
    std::span<HintRule const> hints;

    /// Whether a path can only be this provider's, so that it works without a prefix.
    bool (*owns)(std::string_view path);
    /// Whether a call is a send: judged by method and path alone, before the body is read.
    bool (*claims)(Call const& call);
    /// Reads a send. Bodies that can be read two ways are a problem, never a guess. One without
    /// recipients is nothing for us to judge (another action at the same path, a topic): the call
    /// goes on as it came.
    model::Result<model::Send> (*read)(Call const& call);
    /// What to leave out so that only delivered recipients are left. The same body that `read`
    /// took; at least one recipient is delivered.
    Cuts (*rewrite)(Call const& call, model::Decision const& decision);
    /// The answer when every recipient was kept back.
    Answer (*answer)(Call const& call, model::Decision const& decision, RefusalStyle style,
                     Stamp const& stamp);
    /// The answer when the send can't go on, in the provider's own error shape. `problem` has no
    /// personal data.
    Answer (*refuse)(Call const& call, Trouble trouble, model::Problem const& problem);
    /// What message `message` of the send says, as a person reads it. Asked for only where nothing
    /// before it named the category, so reading a send copies no text. The body that `read` took.
    model::Text (*text)(Call const& call, std::size_t message) = nullptr;
    /// What to leave out of the query, of a dialect that reads recipients there; null: none does.
    Cuts (*rewrite_query)(Call const& call, model::Decision const& decision) = nullptr;
    /// One answer about all recipients where the provider gives results one by one: what it said of
    /// those forwarded, and the words for those kept back, each in its place: as `answer` has them
    /// in that style, `error` as `native`, since it was no error for the others. None: the
    /// provider's answer stands as it came. Called only where some were kept back and some were not.
    std::optional<Answer> (*merge)(Call const& call, model::Decision const& decision,
                                   RefusalStyle style, ProviderAnswer const& heard,
                                   Stamp const& stamp) = nullptr;
    /// The answer to a later call about a send that we answered ourselves, as to an operation that
    /// is polled; none: it is for the provider. Calls that `claims` takes are never asked about.
    std::optional<Answer> (*recall)(Call const& call, Stamp const& stamp) = nullptr;
    /// The status callback that belongs to an `accept` answer; null where the dialect has none.
    std::optional<Callback> (*callback)(Call const& call, Stamp const& stamp) = nullptr;

    /// How its credentials stand in a call, and its answer to one that is wrong; null: as it comes.
    auth::Scheme const* scheme = nullptr;
    Answer (*deny)(Call const& call, auth::Denial denial, Stamp const& stamp) = nullptr;
    /// A field of its answers with a URL of the provider's own by which the caller goes on, as
    /// "Operation-Location": it is made to lead back here. Empty: none.
    std::string_view own_url{};
};

/// `Dialect::rewrite` of one with a recipient a call: nobody is left where that one is kept back.
Cuts cut_nothing(Call const& call, model::Decision const& decision);

/// `body` without the cuts.
std::string applied(Cuts const& cuts, std::string_view body);

}  // namespace providers
