// providers/sms/vonage_credential.cpp: how a call to Vonage's SMS API shows whose it is, in one of three ways:
//   Authorization: Basic base64(api_key:api_secret)
//   api_key=…&api_secret=…            among the parameters: a JSON object, a form or the query
//   api_key=…&timestamp=…&sig=…       there too; timestamp in seconds since 1970 UTC
// On the way out a signed call is signed anew where the real credential has a signature secret; every other one shows the
// real credential as Basic, and its parameters no key at all: no secret stands in a body of ours.
// Source: Vonage's OpenAPI description of the SMS API (status 32: a secret beside sig).
#include "providers/auth/digest.hpp"
#include "providers/auth/scheme.hpp"
#include "providers/auth/secret.hpp"
#include "providers/sms/vonage_key.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace providers::vonage_api {
namespace {

using auth::Denial;
using auth::Judged;

constexpr std::array<std::string_view, 4> credential_names{"api_key", "api_secret", "timestamp",
                                                           "sig"};

std::string lower(std::string_view text)
{
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

std::optional<std::chrono::seconds> read_seconds(std::string_view text)
{
    std::int64_t seconds = 0;
    auto const* const last = text.data() + text.size();
    auto const [end, failed] = std::from_chars(text.data(), last, seconds);
    if (failed != std::errc{} || end != last || seconds < 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

Judged judge_signature(Parameters const& said, Key const& key, auth::Window const& window)
{
    auto const seconds = read_seconds(said.value("timestamp"));
    if (!seconds || !said.value("api_secret").empty()) return {Denial::malformed};
    if (key.signature_secret.empty()) return {Denial::mismatched};
    auto const sig = lower(said.value("sig"));
    if (!auth::same(sig, sig_of(said, key))) return {Denial::mismatched};
    auto const off = std::chrono::abs(window.now.time_since_epoch() - *seconds);
    if (off > window.skew) return {Denial::expired};
    return {std::nullopt, auth::sha256(sig)};
}

bool stands_twice(Parameters const& said)
{
    return std::ranges::any_of(credential_names, [&](std::string_view name) {
        return std::ranges::count(said.all, name, [](auto const& one) { return one.first; }) > 1;
    });
}

Judged verify(auth::Scheme const& scheme, Call const& call, std::string_view text,
              auth::Window const& window)
{
    auto const key = read_key(text);
    if (!call.authorization.empty()) {
        auto shown = auth::show_basic(scheme, call);
        if (!shown) return {Denial::missing};
        bool const known = auth::same(*shown, key.pair);
        auth::wipe(*shown);
        return {known ? std::nullopt : std::optional{Denial::unknown}};
    }
    auto const said = parameters_of(call);
    if (!said || stands_twice(*said)) return {Denial::malformed};
    if (said->value("api_key").empty()) return {Denial::missing};
    if (!auth::same(said->value("api_key"), key.id)) return {Denial::unknown};
    if (!said->value("sig").empty()) return judge_signature(*said, key, window);
    if (said->value("api_secret").empty()) return {Denial::missing};
    bool const known = auth::same(said->value("api_secret"), key.secret);
    return {known ? std::nullopt : std::optional{Denial::unknown}};
}

/// What takes the place of a parameter: a text, or none where it goes.
using Instead = std::optional<std::string>;

/// The credential's parameters as they leave, by their names.
using Anew = std::vector<std::pair<std::string_view, Instead>>;

bool stays_signed(Parameters const& said, Key const& key)
{
    return !said.value("sig").empty() && !key.signature_secret.empty();
}

Anew anew(Parameters const& said, Key const& key, model::Time now)
{
    if (!stays_signed(said, key)) {
        Anew gone{{"api_key", {}}, {"api_secret", {}}};
        if (!said.value("sig").empty()) gone.insert(gone.end(), {{"timestamp", {}}, {"sig", {}}});
        return gone;
    }
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    Anew signed_anew{{"api_key", std::string{key.id}}, {"timestamp", std::to_string(seconds)}};
    auto parameters = said;
    for (auto& [name, value] : parameters.all) {
        for (auto const& [own, instead] : signed_anew)
            if (name == own) value = *instead;
    }
    signed_anew.emplace_back("sig", sig_of(parameters, key));
    return signed_anew;
}

Instead const* find(Anew const& anew, std::string_view name)
{
    auto const found = std::ranges::find(anew, name, [](auto const& one) { return one.first; });
    return found == anew.end() ? nullptr : &found->second;
}

void respell_form(std::string_view text, Anew const& anew, Cuts& cuts)
{
    auto const form = wire::Form::read(text, {});
    if (!form) return;
    wire::Run run{cuts};
    for (wire::Field const& field : form->fields()) {
        auto const* instead = find(anew, field.key);
        if (instead && !*instead) {
            run.drop(field.begin, field.end);
            continue;
        }
        run.keep(field.begin, field.end);
        if (!instead) continue;
        auto& cut = cuts.emplace_back(Cut{field.begin, field.end});
        wire::append_field(cut.instead, field.key, **instead);
    }
    run.end();
}

void respell_json(std::string_view text, Anew const& anew, Cuts& cuts)
{
    auto const document = wire::Document::read(text);
    if (!document) return;
    wire::Run run{cuts};
    for (wire::Value const member : document->root()) {
        auto const* instead = find(anew, member->key);
        if (instead && !*instead) {
            run.drop(member->item_begin, member->end);
            continue;
        }
        run.keep(member->item_begin, member->end);
        // Keys and hashes have no letters that JSON escapes.
        if (instead) cuts.push_back({member->begin, member->end, '"' + **instead + '"'});
    }
    run.end();
}

auth::Respelt respell(auth::Scheme const&, Call const& call, std::string_view text, model::Time now)
{
    auto const said = parameters_of(call);
    if (!said) return {};
    auto const parameters = anew(*said, read_key(text), now);
    auth::Respelt respelt;
    respell_form(call.query, parameters, respelt.query);
    auto& body = respelt.body;
    is_json(call) ? respell_json(call.body, parameters, body)
                  : respell_form(call.body, parameters, body);
    return respelt;
}

auth::HeaderEdits sign(auth::Scheme const& scheme, auth::Outgoing const& out, std::string_view text,
                       model::Time now)
{
    auto const key = read_key(text);
    auto const said = parameters_of(out.call);
    if (!said || !stays_signed(*said, key)) return auth::sign_basic(scheme, out, key.pair, now);
    auth::HeaderEdits edits;
    edits.without = {"authorization"};
    return edits;
}

}  // namespace

constinit auth::Scheme const credential{
    "KEY:SECRET, KEY:SECRET:SIGNATURE_SECRET, or with :md5, :sha1, :sha256 or :sha512 behind it",
    {},
    is_key,
    nullptr,
    verify,
    sign,
    respell};

}  // namespace providers::vonage_api
