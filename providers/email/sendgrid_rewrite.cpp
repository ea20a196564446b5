// providers/email/sendgrid_rewrite.cpp: the same walk as reading, in the same order, so that the
// n-th address met is the n-th recipient.
#include "providers/email/sendgrid.hpp"

#include "providers/wire/json.hpp"

#include <algorithm>
#include <iterator>

namespace providers::sendgrid_api {
namespace {

using wire::Value;

struct Envelope {
    Value value;
    std::size_t first;  ///< index of its first recipient
};

std::size_t count(Value list)
{
    return static_cast<std::size_t>(std::distance(list.begin(), list.end()));
}

/// Cuts the recipients kept back, and lists that would be left empty.
void cut_addresses(Envelope const& envelope, model::Decision const& decision, Cuts& cuts)
{
    std::size_t recipient = envelope.first;
    auto const holds_someone = [&](std::size_t, Value member) {
        if (!is_address_list(member->key) || member.empty()) return true;
        std::size_t const first = recipient;
        recipient += count(member);
        Cuts within;
        wire::keep_items(
            member, [&](std::size_t i, Value) { return decision.delivers(first + i); }, within);
        bool any = false;
        for (std::size_t i = first; i < recipient; ++i)
            any = any || decision.delivers(i);
        if (any) cuts.insert(cuts.end(), within.begin(), within.end());
        return any;
    };
    wire::keep_items(envelope.value, holds_someone, cuts);
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    if (!decision.suppresses_any()) return cuts;
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    std::size_t recipient = 0;
    auto const has_primary = [&](std::size_t, Value envelope) {
        Envelope const here{envelope, recipient};
        bool delivered = false;
        for (Value const member : envelope) {
            if (!is_address_list(member->key)) continue;
            for (std::size_t left = count(member); left > 0; --left, ++recipient) {
                delivered = delivered || (member->key == "to" && decision.delivers(recipient));
            }
        }
        if (delivered) cut_addresses(here, decision, cuts);
        return delivered;
    };
    wire::keep_items(*root.find("personalizations"), has_primary, cuts);
    auto const settings = root.find("mail_settings");
    if (settings && settings->find("bcc") && !decision.delivers(recipient)) {
        wire::keep_items(
            *settings, [](std::size_t, Value member) { return member->key != "bcc"; }, cuts);
    }
    std::sort(cuts.begin(), cuts.end(), [](Cut a, Cut b) { return a.begin < b.begin; });
    return cuts;
}

}  // namespace providers::sendgrid_api
