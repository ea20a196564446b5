// tests/fuzz/json.cpp: any JSON body, through the walk and through SendGrid, which reads the most
// of it.
//   input: the body; its hash says who is kept back, and what stands behind it
// Holds: what we accept, simdjson's own strict reading accepts as the same tree (numbers no double
// can hold aside); reading never crashes, whatever lies behind the body; what was read and rewritten
// reads again, and holds exactly the recipients that were delivered.
#include "providers/wire/json.hpp"
#include "providers/email/sendgrid.hpp"
#include "tests/providers/kept_back.hpp"

#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using providers::sendgrid;

providers::Call call_of(std::string_view body)
{
    return {"POST", "/v3/mail/send", "", "application/json", "", body};
}

bool same(wire::Value value, simdjson::dom::element other);

bool same_items(wire::Value value, simdjson::dom::array others)
{
    auto item = value.begin();
    for (auto const other : others) {
        if (item == value.end() || !same(*item, other)) return false;
        ++item;
    }
    return item == value.end();
}

bool same_members(wire::Value value, simdjson::dom::object others)
{
    auto member = value.begin();
    for (auto const other : others) {
        if (member == value.end() || (*member)->key != other.key) return false;
        if (!same(*member, other.value)) return false;
        ++member;
    }
    return member == value.end();
}

bool same(wire::Value value, simdjson::dom::element other)
{
    using wire::Type;
    if (other.is_object()) {
        return value.is(Type::object) && same_members(value, other.get_object().value_unsafe());
    }
    if (other.is_array()) {
        return value.is(Type::array) && same_items(value, other.get_array().value_unsafe());
    }
    if (other.is_string()) {
        return value.is(Type::string) && value->text == other.get_string().value_unsafe();
    }
    if (other.is_bool()) {
        return value.is(Type::boolean) &&
               (value->text == "true") == other.get_bool().value_unsafe();
    }
    return value.is(other.is_null() ? Type::null : Type::number);
}

/// The other reading: simdjson's DOM checks all of the grammar, though not that keys differ.
void check_tree(wire::Value root, std::string_view body)
{
    simdjson::dom::parser parser;
    simdjson::dom::element other;
    auto const error = parser.parse(body.data(), body.size()).get(other);
    if (error == simdjson::NUMBER_ERROR) return;
    if (error || !same(root, other)) std::abort();
}

std::vector<std::string> spellings(model::Send const& send, model::Decision const& decision)
{
    std::vector<std::string> result;
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        if (decision.delivers(i)) result.push_back(send.recipients[i].spelling);
    }
    return result;
}

void check_rewriting(std::string_view body, unsigned who, char filling)
{
    auto const call = call_of(body);
    auto const send = sendgrid.read(call);
    if (!send || send->recipients.empty()) return;
    std::vector<bool> kept_back;
    for (std::size_t i = 0; i < send->recipients.size(); ++i)
        kept_back.push_back((who >> i % 16 & 1U) != 0);
    auto const decision = recordings::keeping_back(*send, kept_back);
    if (!decision.delivers_any()) return;

    recordings::Padded const rewritten{providers::applied(sendgrid.rewrite(call, decision), body),
                                       filling};
    auto const again = sendgrid.read(call_of(rewritten.view()));
    if (!again) std::abort();
    auto const all = recordings::keeping_back(*again, std::vector<bool>(again->recipients.size()));
    if (spellings(*again, all) != spellings(*send, decision)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const input{reinterpret_cast<char const*>(data), size};
    auto const dice = std::hash<std::string_view>{}(input);
    constexpr std::string_view fillings{"\0 ]},\"1[", 8};
    char const filling = fillings[dice >> 16U & 7U];
    auto const who = static_cast<unsigned>(dice & 0xFFFFU);
    recordings::Padded const body{input, filling};
    if (auto const document = wire::Document::read(body.view())) {
        check_tree(document->root(), body.view());
        providers::Cuts cuts;
        wire::keep_items(
            document->root(), [&](std::size_t i, wire::Value) { return (who >> i % 16 & 1U) == 0; },
            cuts);
        recordings::Padded const cut{providers::applied(cuts, body.view()), filling};
        if (!wire::Document::read(cut.view())) std::abort();
    }
    check_rewriting(body.view(), who, filling);
    return 0;
}
