// providers/auth/scheme.hpp: how a provider's credential stands in a call. A scheme is a value, as a dialect is.
//   shown    the credential itself: Basic, Bearer, a header of its own
//   signing  a signature over the call, whose key stays at home: AWS Signature Version 4, Azure's HMAC. It covers the
//            Host and the body, so such a call is signed anew for the provider's host
// An application may hold a key that optgate issued; the provider's real one takes its place on the way out.
#pragma once

#include "providers/auth/digest.hpp"
#include "providers/dialect.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace providers::auth {

/// What is wrong with a call's credential; a later one got further.
enum class Denial {
    missing,     ///< none, or of another scheme
    malformed,   ///< of the scheme, but unreadable or without what it must cover
    unknown,     ///< names no key we issued
    mismatched,  ///< the signature is of another call or another key
    expired,     ///< the call is older, or younger, than the clock allows
    repeated,    ///< the very call was here before
};

/// How far a caller's clock may be from ours.
struct Window {
    model::Time now{};
    std::chrono::milliseconds skew{std::chrono::minutes{5}};
};

/// A credential that was judged: none of a denial and, where it is a signature, what no two calls share of it.
struct Judged {
    std::optional<Denial> denial;
    std::optional<Digest> signature{};
};

/// Fields of a head to leave out (by lower-case name), and fields to add. Wiped when it goes.
struct HeaderEdits {
    HeaderEdits() = default;
    HeaderEdits(HeaderEdits&&) = default;
    HeaderEdits& operator=(HeaderEdits&&) = default;
    ~HeaderEdits();

    bool leaves_out(std::string_view name) const;

    std::vector<std::string_view> without;
    std::vector<std::pair<std::string_view, std::string>> with;
};

/// A call as it leaves: the caller's, but for what differs.
struct Outgoing {
    Call const& call;
    std::string_view target;  ///< path and query
    std::string_view host;
    std::string_view body;
};

/// What of a call's body and query bears the credential, spelt anew.
struct Respelt {
    Cuts body;
    Cuts query;
};

struct Scheme {
    std::string_view shape;  ///< how a key is spelt in the configuration: "USER:PASSWORD"
    std::string_view
        detail;  ///< a service, a header's name, or a word before the key; may be empty

    bool (*is_key)(std::string_view key);
    /// Shown schemes: the key a call shows, as `shape` spells it. Null: a signing scheme.
    std::optional<std::string> (*shown)(Scheme const& scheme, Call const& call);
    /// Signing schemes: judges the signature by a key we issued.
    Judged (*verify)(Scheme const& scheme, Call const& call, std::string_view key,
                     Window const& window);
    /// The fields that make a call the provider's own.
    HeaderEdits (*sign)(Scheme const& scheme, Outgoing const& call, std::string_view key,
                        model::Time now);
    /// The rest of what makes it so, of a scheme that may stand in the body; null: in the head alone.
    Respelt (*respell)(Scheme const& scheme, Call const& call, std::string_view key,
                       model::Time now) = nullptr;

    bool is_signing() const { return shown == nullptr; }
};

bool is_pair(
    std::string_view key);  ///< "USER:PASSWORD", neither empty, nothing that can't stand in a field
bool is_token(std::string_view key);  ///< what may stand in a field

/// "Authorization: Basic" (RFC 7617).
std::optional<std::string> show_basic(Scheme const& scheme, Call const& call);
HeaderEdits sign_basic(Scheme const& scheme, Outgoing const& call, std::string_view key,
                       model::Time now);
inline constexpr Scheme basic{"USER:PASSWORD", {}, is_pair, show_basic, nullptr, sign_basic};

/// A word and the key in the Authorization field; `detail` is the word.
std::optional<std::string> show_worded(Scheme const& scheme, Call const& call);
HeaderEdits sign_worded(Scheme const& scheme, Outgoing const& call, std::string_view key,
                        model::Time now);
constexpr Scheme worded(std::string_view word)
{
    return {"KEY", word, is_token, show_worded, nullptr, sign_worded};
}
inline constexpr Scheme bearer = worded("Bearer");

/// The key as the value of a field of its own; `detail` is its name.
std::optional<std::string> show_field(Scheme const& scheme, Call const& call);
HeaderEdits sign_field(Scheme const& scheme, Outgoing const& call, std::string_view key,
                       model::Time now);
constexpr Scheme field(std::string_view name)
{
    return {"KEY", name, is_token, show_field, nullptr, sign_field};
}

/// AWS Signature Version 4; `detail` is the service.
bool is_sigv4_key(std::string_view key);
Judged verify_sigv4(Scheme const& scheme, Call const& call, std::string_view key,
                    Window const& window);
HeaderEdits sign_sigv4(Scheme const& scheme, Outgoing const& call, std::string_view key,
                       model::Time now);
constexpr Scheme sigv4(std::string_view service)
{
    return {
        "ID:SECRET or ID:SECRET:SESSION", service, is_sigv4_key, nullptr, verify_sigv4, sign_sigv4};
}

/// The HMAC of Azure Communication Services.
bool is_azure_key(std::string_view key);
Judged verify_azure(Scheme const& scheme, Call const& call, std::string_view key,
                    Window const& window);
HeaderEdits sign_azure(Scheme const& scheme, Outgoing const& call, std::string_view key,
                       model::Time now);
inline constexpr Scheme azure_hmac{
    "the resource's access key, base64", {}, is_azure_key, nullptr, verify_azure, sign_azure};

/// The value of a field (any case); empty where there is none.
std::string_view find_header(Call const& call, std::string_view name);

}  // namespace providers::auth
