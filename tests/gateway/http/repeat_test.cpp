// A head that comes again must read as the parser would read it, whatever changed in it.
#include "gateway/http/repeat.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gateway::http {
namespace {

constexpr std::string_view request =
    "POST /v3/mail/send HTTP/1.1\r\nHost: api.sendgrid.com\r\nContent-Length: 122\r\n"
    "X-Optgate-Category: order\r\nContent-Type: application/json\r\n\r\n";
constexpr std::string_view answer =
    "HTTP/1.1 202 Accepted\r\nServer: nginx\r\nDate: Sat, 21 Nov 2026 21:00:00 GMT\r\n"
    "Content-Length: 20\r\nConnection: keep-alive\r\nX-Message-Id: abc-def\r\nEmpty:\r\n\r\n";

std::string shown(Head const& head)
{
    std::string text = std::string{head.method} + " " + std::string{head.target} + " " +
                       std::string{head.host} + " " + std::to_string(head.status) + " " +
                       std::string{head.reason} + " " + std::to_string(head.length) + " " +
                       std::to_string(static_cast<int>(head.framing)) +
                       (head.keep_alive ? " kept" : " closed") + (head.has_own ? " own" : "");
    for (auto const& field : head.fields)
        text.append("\n").append(field.name).append("=").append(field.value);
    return text;
}

template <bool is_request>
std::string parsed(std::string_view bytes)
{
    Head head;
    Parser<is_request> parser{head, {}};
    auto const fed = parser.feed(bytes);
    return fed.what == Fed::What::head ? shown(head) : "no head";
}

/// What a connection that just had `first` makes of `next`; "parse" where it wants the parser.
template <bool is_request>
std::string again(std::string_view first, std::string_view next)
{
    Head head;
    Parser<is_request> parser{head, {}};
    EXPECT_EQ(parser.feed(first).what, Fed::What::head);
    Repeat repeat{is_request ? Repeat::Values::same : Repeat::Values::free};
    repeat.keep(first, head);
    std::string const elsewhere{next};
    if (repeat.again(elsewhere, head, {}) == 0) return "parse";
    auto const once = shown(head);
    EXPECT_NE(repeat.again(elsewhere, head, {}), 0U);  // and once more
    EXPECT_EQ(shown(head), once);
    return once;
}

std::string with(std::string_view text, std::string_view from, std::string_view to)
{
    std::string changed{text};
    return changed.replace(changed.find(from), from.size(), to);
}

TEST(Repeat, KnowsTheSameHeadElsewhere)
{
    EXPECT_EQ(again<true>(request, request), parsed<true>(request));
    EXPECT_EQ(again<false>(answer, answer), parsed<false>(answer));
}

TEST(Repeat, TakesAnotherLengthOfTheBody)
{
    for (std::string const number : {"7", "999", "1048576", "123456789012345678"}) {
        auto const next = with(request, "122", number);
        EXPECT_EQ(again<true>(request, next), parsed<true>(next)) << number;
    }
}

TEST(Repeat, LeavesLengthsItCannotBeSureOfToTheParser)
{
    for (std::string const number :
         {"", "0", "007", "-1", "+1", "1 1", "1,1", "0x10", "99999999999999999999", "1e3"}) {
        EXPECT_EQ(again<true>(request, with(request, "122", number)), "parse") << number;
    }
}

TEST(Repeat, TakesNoOtherByteOfARequest)
{
    for (std::size_t i = 0; i < request.size(); ++i) {
        std::string next{request};
        next[i] = static_cast<char>(next[i] ^ 2);
        auto const seen = again<true>(request, next);
        auto const in_length = i >= request.find("122") && i < request.find("122") + 3;
        EXPECT_EQ(seen, in_length ? parsed<true>(next) : "parse") << i;
    }
}

TEST(Repeat, TakesOtherDatesAndIdsOfAnAnswer)
{
    auto const next = with(with(answer, "21:00:00", "23:59:59"), "abc-def", "uvw-xyz");
    EXPECT_EQ(again<false>(answer, next), parsed<false>(next));
    EXPECT_NE(again<false>(answer, next), "parse");
}

TEST(Repeat, LeavesOtherFramingOfAnAnswerToTheParser)
{
    EXPECT_EQ(again<false>(answer, with(answer, "keep-alive", "keep_alive")), "parse");
    EXPECT_EQ(again<false>(answer, with(answer, "202", "204")), "parse");
    EXPECT_EQ(again<false>(answer, with(answer, "X-Message-Id", "X-Message-Ie")), "parse");
    EXPECT_EQ(again<false>(answer, with(answer, "abc-def", "abc\r\nef")), "parse");
    EXPECT_EQ(again<false>(answer, with(answer, "abc-def", "ab\0-def")), "parse");
}

TEST(Repeat, IsOneWithTheParserOnWhateverChanges)
{
    std::mt19937 random{7};
    auto const any = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
    };
    for (int round = 0; round < 20'000; ++round) {
        std::string next{answer};
        for (auto changes = 1 + any(4); changes > 0; --changes)
            next[any(next.size())] = static_cast<char>(any(256));
        auto const seen = again<false>(answer, next);
        if (seen == "parse") continue;
        ASSERT_EQ(seen, parsed<false>(next)) << next;
    }
}

TEST(Repeat, WaitsForTheWholeHead)
{
    for (std::size_t size = 0; size < request.size(); ++size)
        EXPECT_EQ(again<true>(request, request.substr(0, size)), "parse") << size;
}

TEST(Repeat, ObeysLimitsThatWereLoweredMeanwhile)
{
    Head head;
    RequestParser parser{head, {}};
    parser.feed(request);
    Repeat repeat{Repeat::Values::same};
    repeat.keep(request, head);
    EXPECT_EQ(repeat.again(request, head, {request.size() - 1, 100}), 0U);
    EXPECT_EQ(repeat.again(request, head, {request.size(), 3}), 0U);
    EXPECT_EQ(repeat.again(request, head, {request.size(), 4}), request.size());
}

TEST(Repeat, KeepsNoHeadOfAChunkedBody)
{
    auto const chunked = with(request, "Content-Length: 122", "Transfer-Encoding: chunked");
    EXPECT_EQ(again<true>(chunked, chunked), "parse");
}

}  // namespace
}  // namespace gateway::http
