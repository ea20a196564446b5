// providers/auth/sigv4.cpp: AWS Signature Version 4, in the Authorization field.
//   Authorization: AWS4-HMAC-SHA256 Credential=ID/20261121/us-east-1/sns/aws4_request,
//                  SignedHeaders=host;x-amz-date, Signature=HEX
//   canonical = METHOD \n path \n query \n (name:value \n)* \n signed;names \n hex(sha256(body))
//   to sign   = AWS4-HMAC-SHA256 \n X-Amz-Date \n scope \n hex(sha256(canonical))
//   key       = HMAC chain over "AWS4"+SECRET, date, region, service, "aws4_request"
// Source: recorded calls of the AWS SDK for JavaScript 3.1168, whose signatures compute to the same; the form of paths
// and queries is from memory of that SDK. Stricter than AWS: Host, X-Amz-Date and every X-Amz-* field there is must be
// signed, and a body must be hashed: no presigned queries, no UNSIGNED-PAYLOAD, no chunked signatures.
#include "providers/auth/canonical.hpp"
#include "providers/auth/clock.hpp"
#include "providers/auth/scheme.hpp"
#include "providers/auth/secret.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers::auth {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view terminator = "aws4_request";
constexpr std::size_t most_signed_names = 100;

/// What the Authorization field says.
struct Claim {
    std::string_view id;
    std::string_view scope;  ///< behind the id: "20261121/us-east-1/sns/aws4_request"
    std::string_view date, region, service;
    std::string_view names;
    std::string_view signature;
};

/// The value of "NAME=VALUE" among those between commas; empty where it is missing or stands twice.
std::string_view parameter(std::string_view list, std::string_view name)
{
    std::string_view found;
    bool twice = false;
    while (!list.empty()) {
        auto const comma = std::min(list.find(','), list.size());
        auto item = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        if (!item.starts_with(name) || item.substr(name.size(), 1) != "=") continue;
        twice = twice || !found.empty();
        found = item.substr(name.size() + 1);
    }
    return twice ? std::string_view{} : found.substr(0, found.find_last_not_of(' ') + 1);
}

std::optional<Claim> read_claim(std::string_view authorization)
{
    auto const list = authorization.substr(algorithm.size());
    auto const credential = parameter(list, "Credential");
    Claim claim;
    claim.names = parameter(list, "SignedHeaders");
    claim.signature = parameter(list, "Signature");
    claim.id = credential.substr(0, credential.find('/'));
    if (claim.id.size() == credential.size()) return std::nullopt;
    claim.scope = credential.substr(claim.id.size() + 1);
    auto rest = claim.scope;
    for (auto* part : {&claim.date, &claim.region, &claim.service}) {
        auto const slash = std::min(rest.find('/'), rest.size());
        *part = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    auto const whole = rest == terminator && !claim.region.empty() && !claim.names.empty();
    return whole && claim.signature.size() == 64 ? std::optional{claim} : std::nullopt;
}

struct Key {
    std::string_view id, secret, session;
};

Key key_of(std::string_view key)
{
    auto const colon = key.find(':');
    auto const rest = key.substr(std::min(colon, key.size() - 1) + 1);
    auto const second = std::min(rest.find(':'), rest.size());
    return {key.substr(0, colon), rest.substr(0, second),
            rest.substr(std::min(second + 1, rest.size()))};
}

Digest signing_key(std::string_view secret, Claim const& claim)
{
    auto first = std::string{"AWS4"}.append(secret);
    auto key = hmac_sha256(first, claim.date);
    wipe(first);
    for (std::string_view const step : {claim.region, claim.service, terminator})
        key = hmac_sha256(bytes_of(key), step);
    return key;
}

Digest signature_of(std::string_view canonical, std::string_view time, Claim const& claim,
                    std::string_view secret)
{
    std::string to_sign{algorithm};
    to_sign.append("\n").append(time).append("\n").append(claim.scope).append("\n");
    to_sign.append(hex(sha256(canonical)));
    return hmac_sha256(bytes_of(signing_key(secret, claim)), to_sign);
}

bool is_amz(std::string_view name)
{
    return wire::same_but_for_case(name.substr(0, 6), "x-amz-");
}

/// The names between semicolons; none where they are too many or not in the form AWS asks for.
std::vector<std::string_view> names_of(std::string_view list)
{
    std::vector<std::string_view> names;
    while (!list.empty() && names.size() <= most_signed_names) {
        auto const end = std::min(list.find(';'), list.size());
        names.push_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    if (names.size() > most_signed_names) names.clear();
    return names;
}

/// Whether everything is signed that could change what the call means.
bool covers_enough(Call const& call, std::vector<std::string_view> const& names)
{
    auto const is_signed = [&](std::string_view header) {
        return std::any_of(names.begin(), names.end(), [header](std::string_view name) {
            return wire::same_but_for_case(header, name);
        });
    };
    return is_signed("host") && is_signed("x-amz-date") &&
           std::all_of(call.headers.begin(), call.headers.end(), [&](Header const& header) {
               return !is_amz(header.name) || is_signed(header.name);
           });
}

std::string canonical_call(std::string_view method, std::string_view target,
                           std::string const& headers, std::string_view names,
                           std::string const& body_hash)
{
    auto const question = std::min(target.find('?'), target.size());
    std::string text{method};
    text.append("\n").append(canonical_path(target.substr(0, question)));
    text.append("\n").append(canonical_query(target.substr(std::min(question + 1, target.size()))));
    text.append("\n").append(headers).append("\n").append(names).append("\n").append(body_hash);
    return text;
}

std::optional<Denial> check_time(model::Time time, Window const& window)
{
    auto const off = time > window.now ? time - window.now : window.now - time;
    return off > window.skew ? std::optional{Denial::expired} : std::nullopt;
}

/// "eu-west-1" of "email.eu-west-1.amazonaws.com", which takes signatures of that region only; empty of other hosts.
std::string_view region_of(std::string_view host)
{
    constexpr std::string_view aws = ".amazonaws.com";
    host = host.substr(0, host.find(':'));
    auto const service = host.find('.');
    if (!host.ends_with(aws) || service + aws.size() >= host.size()) return {};
    auto labels = host.substr(service + 1, host.size() - aws.size() - service - 1);
    if (labels.ends_with(".vpce")) labels.remove_suffix(5);  // a private endpoint
    return labels.substr(labels.rfind('.') + 1);
}

std::string_view region_for(std::string_view host, std::optional<Claim> const& said)
{
    if (auto const region = region_of(host); !region.empty()) return region;
    return said ? said->region : std::string_view{"us-east-1"};
}

/// What travels on of the fields that are signed: X-Amz-* and Content-Type, but for those we make anew.
std::vector<Header> resigned(Outgoing const& out, HeaderEdits const& edits)
{
    std::vector<Header> headers;
    for (Header const& header : out.call.headers) {
        bool const wanted =
            is_amz(header.name) || wire::same_but_for_case(header.name, "content-type");
        if (wanted && !edits.leaves_out(header.name)) headers.push_back(header);
    }
    for (auto const& [name, value] : edits.with)
        headers.push_back({name, value});
    headers.push_back({"host", out.host});
    return headers;
}

}  // namespace

bool is_sigv4_key(std::string_view key)
{
    if (!is_pair(key)) return false;
    auto const own = key_of(key);
    return !own.secret.empty() && own.id.find('/') == std::string_view::npos;
}

Judged verify_sigv4(Scheme const& scheme, Call const& call, std::string_view key,
                    Window const& window)
{
    if (!call.authorization.starts_with(algorithm)) return {Denial::missing};
    auto const claim = read_claim(call.authorization);
    auto const date = find_header(call, "x-amz-date");
    auto const time = read_basic_time(date);
    if (!claim || !time || claim->service != scheme.detail || date.substr(0, 8) != claim->date)
        return {Denial::malformed};
    auto const own = key_of(key);
    if (claim->id != own.id) return {Denial::unknown};
    auto const names = names_of(claim->names);
    if (!covers_enough(call, names)) return {Denial::malformed};
    auto const headers = canonical_headers(call.headers, names);
    if (!headers) return {Denial::mismatched};
    auto const body_hash = hex(sha256(call.body));
    auto const said = find_header(call, "x-amz-content-sha256");
    if (!said.empty() && said != body_hash) return {Denial::mismatched};
    auto const signature =
        signature_of(canonical_call(call.method, call.target, *headers, claim->names, body_hash),
                     date, *claim, own.secret);
    if (!same(hex(signature), claim->signature)) return {Denial::mismatched};
    return {check_time(*time, window), signature};
}

HeaderEdits sign_sigv4(Scheme const& scheme, Outgoing const& out, std::string_view key,
                       model::Time now)
{
    auto const own = key_of(key);
    auto const date = basic_time(now);
    auto const said =
        read_claim(out.call.authorization.starts_with(algorithm) ? out.call.authorization
                                                                 : std::string_view{algorithm});
    Claim claim;
    claim.id = own.id;
    claim.date = std::string_view{date}.substr(0, 8);
    claim.region = region_for(out.host, said);
    claim.service = scheme.detail;
    std::string scope;
    for (std::string_view const part : {claim.date, claim.region, claim.service})
        scope.append(part).append("/");
    claim.scope = scope.append(terminator);

    HeaderEdits edits;
    edits.without = {"authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"};
    auto const body_hash = hex(sha256(out.body));
    edits.with.emplace_back("X-Amz-Date", date);
    edits.with.emplace_back("X-Amz-Content-Sha256", body_hash);
    if (!own.session.empty()) edits.with.emplace_back("X-Amz-Security-Token", own.session);

    auto const headers = resigned(out, edits);
    auto const names = sorted_names(headers);
    auto const list = joined(names, ';');
    auto const canonical = canonical_call(
        out.call.method, out.target, *canonical_headers(headers, views(names)), list, body_hash);
    edits.with.emplace_back("Authorization",
                            std::string{algorithm}
                                .append(" Credential=")
                                .append(claim.id)
                                .append("/")
                                .append(claim.scope)
                                .append(", SignedHeaders=")
                                .append(list)
                                .append(", Signature=")
                                .append(hex(signature_of(canonical, date, claim, own.secret))));
    return edits;
}

}  // namespace providers::auth
