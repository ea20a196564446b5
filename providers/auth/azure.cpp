// providers/auth/azure.cpp: the HMAC of Azure Communication Services.
//   x-ms-date: Sat, 21 Nov 2026 18:20:54 GMT        x-ms-content-sha256: base64(sha256(body))
//   Authorization: HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=BASE64
//   to sign = VERB \n path?query \n x-ms-date;host;x-ms-content-sha256 (their values)
// Source: the SDKs @azure/communication-sms 1.1.0 and -email 1.1.0, whose recorded signatures compute to the same.
// Other SDKs name the date field "date" (from memory). The key has no name: a call is tried with each key we issued.
// A token of Entra ID ("Bearer") signs nothing and is none of this scheme.
#include "providers/auth/clock.hpp"
#include "providers/auth/scheme.hpp"
#include "providers/auth/secret.hpp"
#include "providers/wire/basic_auth.hpp"

#include <algorithm>

namespace providers::auth {
namespace {

constexpr std::string_view algorithm = "HMAC-SHA256";
constexpr std::string_view names_key = "SignedHeaders=";
constexpr std::string_view signature_key = "Signature=";

struct Claim {
    std::string_view names;
    std::string_view signature;
};

std::optional<Claim> read_claim(std::string_view authorization)
{
    auto rest = authorization.substr(algorithm.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    auto const ampersand = rest.find('&');
    if (ampersand == std::string_view::npos) return std::nullopt;
    Claim const claim{rest.substr(0, ampersand), rest.substr(ampersand + 1)};
    if (!claim.names.starts_with(names_key) || !claim.signature.starts_with(signature_key))
        return std::nullopt;
    return Claim{claim.names.substr(names_key.size()),
                 claim.signature.substr(signature_key.size())};
}

Digest signature_of(std::string_view key, std::string_view method, std::string_view target,
                    std::string const& values)
{
    auto secret = wire::from_base64(key).value_or(std::string{});
    std::string to_sign{method};
    to_sign.append("\n").append(target).append("\n").append(values);
    auto const signature = hmac_sha256(secret, to_sign);
    wipe(secret);
    return signature;
}

}  // namespace

bool is_azure_key(std::string_view key)
{
    auto bytes = wire::from_base64(key);
    bool const good = bytes && bytes->size() >= 16;
    if (bytes) wipe(*bytes);
    return good;
}

Judged verify_azure(Scheme const&, Call const& call, std::string_view key, Window const& window)
{
    if (!call.authorization.starts_with(algorithm)) return {Denial::missing};
    auto const claim = read_claim(call.authorization);
    bool const by_ms_date = claim && claim->names == "x-ms-date;host;x-ms-content-sha256";
    if (!by_ms_date && !(claim && claim->names == "date;host;x-ms-content-sha256"))
        return {Denial::malformed};
    auto const date = find_header(call, by_ms_date ? "x-ms-date" : "date");
    auto const time = read_http_date(date);
    if (!time) return {Denial::malformed};
    auto const said = find_header(call, "x-ms-content-sha256");
    if (said != wire::base64(bytes_of(sha256(call.body)))) return {Denial::mismatched};
    std::string values{date};
    values.append(";").append(call.host).append(";").append(said);
    auto const signature = signature_of(key, call.method, call.target, values);
    if (!same(wire::base64(bytes_of(signature)), claim->signature)) return {Denial::mismatched};
    auto const off = *time > window.now ? *time - window.now : window.now - *time;
    return {off > window.skew ? std::optional{Denial::expired} : std::nullopt, signature};
}

HeaderEdits sign_azure(Scheme const&, Outgoing const& out, std::string_view key, model::Time now)
{
    auto const date = http_date(now);
    auto const body_hash = wire::base64(bytes_of(sha256(out.body)));
    std::string values{date};
    values.append(";").append(out.host).append(";").append(body_hash);
    auto const signature = signature_of(key, out.call.method, out.target, values);
    HeaderEdits edits;
    edits.without = {"authorization", "x-ms-date", "date", "x-ms-content-sha256"};
    edits.with.emplace_back("x-ms-date", date);
    edits.with.emplace_back("x-ms-content-sha256", body_hash);
    edits.with.emplace_back(
        "Authorization", std::string{algorithm}
                             .append(" SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=")
                             .append(wire::base64(bytes_of(signature))));
    return edits;
}

}  // namespace providers::auth
