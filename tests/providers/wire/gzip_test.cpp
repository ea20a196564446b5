#include "providers/wire/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace {

std::string gzip(std::string plain)
{
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

TEST(Gzip, ReadsWhatWasCompressed)
{
    for (std::size_t const size : {0U, 1U, 16'384U, 16'385U, 1'000'000U}) {
        std::string plain(size, 'x');
        for (std::size_t i = 0; i < size; i += 7)
            plain[i] = static_cast<char>(i);
        auto const result = wire::gunzip(gzip(plain), 1'000'000);
        ASSERT_TRUE(result) << size;
        EXPECT_EQ(*result, plain);
    }
}

TEST(Gzip, RefusesWhatUnpacksToFarMoreThanTextDoes)
{
    auto const bomb = wire::gunzip(gzip(std::string(40'000'000, ' ')), 50'000'000);
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().what, wire::over_limit);

    std::string letters;
    for (int i = 0; letters.size() < 8'000'000; ++i)
        letters += R"({"to":[{"email":"user)" + std::to_string(i) + R"(@example.com"}]},)";
    auto const mail = wire::gunzip(gzip(letters), 50'000'000);
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->size(), letters.size());
}

TEST(Gzip, JoinsMembers)
{
    auto const result = wire::gunzip(gzip("one ") + gzip("") + gzip("two"), 100);

    ASSERT_TRUE(result);
    EXPECT_EQ(*result, "one two");
}

TEST(Gzip, RefusesEveryTruncation)
{
    auto const whole = gzip("a text that is long enough to have a body of its own");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(wire::gunzip(std::string_view{whole}.substr(0, size), 1000)) << size;
    }
}

TEST(Gzip, RefusesWhatFollowsOrIsNoGzip)
{
    EXPECT_FALSE(wire::gunzip(gzip("x") + "garbage", 100));
    EXPECT_FALSE(wire::gunzip(gzip("x") + std::string(1, '\0'), 100));
    EXPECT_FALSE(wire::gunzip("{\"a\":1}", 100));
    auto damaged = gzip("checked by a sum");
    damaged[damaged.size() - 6] = static_cast<char>(~damaged[damaged.size() - 6]);
    EXPECT_FALSE(wire::gunzip(damaged, 100));
}

TEST(Gzip, StopsABombAtTheLimit)
{
    auto const bomb = gzip(std::string(10'000'000, '\0'));
    ASSERT_LT(bomb.size(), 20'000U);

    auto const result = wire::gunzip(bomb, 1'000'000);

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, "the decompressed body is too large");
    EXPECT_TRUE(wire::gunzip(gzip(std::string(1000, 'x')), 1000));
    EXPECT_FALSE(wire::gunzip(gzip(std::string(1001, 'x')), 1000));
    EXPECT_FALSE(wire::gunzip(gzip(std::string(600, 'x')) + gzip(std::string(600, 'x')), 1000));
}

}  // namespace
