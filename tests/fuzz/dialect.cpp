// tests/fuzz/dialect.cpp: any body to the dialect named FUZZED_DIALECT, under each kind of head its recordings have.
//   input: the body, and at the same time what the provider answers; its hash says who is kept back
// Holds: reading never crashes, whatever lies behind the body; what was read and rewritten reads again, and holds
// exactly the recipients that were delivered; every answer of its own, and every merged one, is made.
#include "providers/roster.hpp"
#include "tests/providers/recording.hpp"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using recordings::OwnCall;
using recordings::Recording;

constexpr std::size_t most_heads = 8;
providers::Stamp const stamp{model::Time{}, "0123456789abcdef0123456789abcdef"};

providers::Dialect const& dialect()
{
    static auto const* const found = providers::find(FUZZED_DIALECT);
    if (found == nullptr) std::abort();
    return *found;
}

/// One recording of each method, path and media type.
std::vector<Recording> const& heads()
{
    static auto const all = [] {
        std::vector<Recording> heads;
        std::set<std::tuple<std::string, std::string, std::string>> kinds;
        for (auto const& [file, one] : recordings::load_all(FUZZED_DIALECT)) {
            OwnCall const own{one};
            auto const is_new =
                kinds.emplace(one.method, one.path, one.header("content-type")).second;
            if (is_new && dialect().claims(own.call()) && heads.size() < most_heads)
                heads.push_back(one);
        }
        if (heads.empty()) std::abort();
        return heads;
    }();
    return all;
}

/// In no order: a message may become several.
std::multiset<std::string> spellings(model::Send const& send, model::Decision const* decision)
{
    std::multiset<std::string> result;
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        if (decision == nullptr || decision->delivers(i))
            result.insert(send.recipients[i].spelling);
    }
    return result;
}

void check_answers(providers::Call const& call, model::Send const& send)
{
    auto const nobody =
        recordings::keeping_back(send, std::vector<bool>(send.recipients.size(), true));
    using Style = providers::RefusalStyle;
    for (auto const style : {Style::native, Style::error, Style::accept})
        if (dialect().answer(call, nobody, style, stamp).status < 200) std::abort();
    if (dialect().text == nullptr) return;
    for (std::size_t i = 0; i < send.messages.size(); ++i)
        dialect().text(call, i);
}

void check_rewriting(Recording const& head, providers::Call const& call, model::Send const& send,
                     unsigned who, char filling)
{
    std::vector<bool> kept_back;
    for (std::size_t i = 0; i < send.recipients.size(); ++i)
        kept_back.push_back((who >> i % 16 & 1U) != 0);
    auto const decision = recordings::keeping_back(send, kept_back);
    if (!decision.delivers_any() || !decision.suppresses_any()) return;
    auto left = head;
    if (dialect().rewrite_query != nullptr)
        left.query = providers::applied(dialect().rewrite_query(call, decision), call.query);
    OwnCall const rewritten{left, providers::applied(dialect().rewrite(call, decision), call.body),
                            filling};
    auto const again = dialect().read(rewritten.call());
    if (!again || spellings(*again, nullptr) != spellings(send, &decision)) std::abort();
    if (dialect().merge == nullptr) return;
    using Style = providers::RefusalStyle;
    for (auto const style : {Style::native, Style::accept}) {
        auto const merged = dialect().merge(
            call, decision, style, {200, "application/json", call.headers, call.body}, stamp);
        if (merged && merged->status < 200) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const input{reinterpret_cast<char const*>(data), size};
    auto const dice = std::hash<std::string_view>{}(input);
    constexpr std::string_view fillings{"\0 ]},\"1[", 8};
    char const filling = fillings[dice >> 16U & 7U];
    for (auto const& head : heads()) {
        OwnCall const own{head, input, filling};
        auto const call = own.call();
        auto const send = dialect().read(call);
        if (!send) {
            dialect().refuse(call, providers::trouble_of(send.error()), send.error());
            continue;
        }
        if (send->recipients.empty()) continue;
        check_answers(call, *send);
        check_rewriting(head, call, *send, static_cast<unsigned>(dice & 0xFFFFU), filling);
    }
    return 0;
}
