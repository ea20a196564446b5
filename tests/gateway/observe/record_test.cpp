#include "gateway/observe/record.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <string>

namespace gateway {
namespace {

using namespace std::chrono_literals;

constexpr model::Time noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h + 34ms};

Record full()
{
    return {noon,
            "POST",
            "/2010-04-01/Accounts/AC1/Messages.json",
            "twilio",
            "shop",
            "order",
            "pruned",
            "01932c07-0000-7000-8000-000000000001",
            "too_large",
            201,
            122,
            418,
            1'480us,
            1'395us};
}

std::string line_of(Record const& record)
{
    std::string line(longest_line, '!');
    LineCache cache;
    line.resize(static_cast<std::size_t>(write_line(line.data(), record, cache) - line.data()));
    return line;
}

boost::json::object parsed(Record const& record)
{
    auto const line = line_of(record);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    return boost::json::parse(line).as_object();
}

std::string path_of(std::string_view path)
{
    auto record = full();
    record.path = path;
    return std::string{parsed(record).at("path").as_string()};
}

TEST(Line, TellsTheWholeCall)
{
    EXPECT_EQ(
        line_of(full()),
        R"({"time":"2026-11-21T12:00:00.034Z","method":"POST","path":"/2010-04-01/Accounts/AC1/Messages.json",)"
        R"("provider":"twilio","app":"shop","category":"order","verdict":"pruned",)"
        R"("decision":"01932c07-0000-7000-8000-000000000001","trouble":"too_large","status":201,"in":122,)"
        R"("out":418,"us":1480,"upstream_us":1395})"
        "\n");
}

TEST(Line, LeavesOutWhatIsNot)
{
    Record record;
    record.at = noon;
    record.method = "GET";
    record.path = "/";
    record.status = 404;
    EXPECT_EQ(
        line_of(record),
        R"({"time":"2026-11-21T12:00:00.034Z","method":"GET","path":"/","status":404,"in":0,"out":0,"us":0})"
        "\n");
}

TEST(Line, StaysJsonWhateverTheCallerSends)
{
    std::string every;
    for (int c = 0; c < 256; ++c)
        every += static_cast<char>(c);
    auto record = full();
    record.method = every;
    record.path = every;
    auto const line = parsed(record);
    EXPECT_EQ(line.at("status").as_int64(), 201);
    EXPECT_EQ(line.at("method").as_string().find('\n'), 10U);
    EXPECT_EQ(path_of("/a\"b\\c\xff"), "/a\"b\\c\xc3\xbf");
}

TEST(Line, IsBounded)
{
    std::string const controls(10'000, '\x01');
    std::string const name(10'000, 'n');
    auto const path = std::string(255, '\x01') + "/" + controls;
    auto record = full();
    record.method = controls;
    record.path = path;
    for (auto* field : {&record.provider, &record.application, &record.category, &record.verdict,
                        &record.decision, &record.trouble}) {
        *field = name;
    }
    record.status = UINT32_MAX;
    record.bytes_in = UINT64_MAX;
    record.bytes_out = UINT64_MAX;
    record.total = std::chrono::microseconds::min();
    record.upstream = std::chrono::microseconds::min();

    auto const line = line_of(record);
    EXPECT_LE(line.size(), longest_line);
    EXPECT_EQ(boost::json::parse(line).at("path").as_string().size(), 257U);
}

TEST(Line, NeverShowsAnAddress)
{
    EXPECT_EQ(path_of("/v3/asm/suppressions/global/anna@example.com"),
              "/v3/asm/suppressions/global/*");
    EXPECT_EQ(path_of("/v1/PhoneNumbers/+14155550100/Carrier"), "/v1/PhoneNumbers/*/Carrier");
    EXPECT_EQ(path_of("/v1/PhoneNumbers/%2B14155550100"), "/v1/PhoneNumbers/*");
    EXPECT_EQ(path_of("/v1/PhoneNumbers/14155550100"), "/v1/PhoneNumbers/*");
    EXPECT_EQ(path_of("/v1/whatsapp:+14155550100/x"), "/v1/*/x");
    EXPECT_EQ(path_of("14155550100"), "*");
}

TEST(Line, AnAddressCutInTheMiddleIsNotShownEither)
{
    auto const long_path = "/" + std::string(245, 'a') + "/anna.smith@example.com";
    EXPECT_EQ(path_of(long_path), "/" + std::string(245, 'a') + "/*");
    auto const number = "/" + std::string(248, 'a') + "/14155550100";
    EXPECT_EQ(path_of(number), "/" + std::string(248, 'a') + "/*");
}

TEST(Line, KeepsDatesAndIds)
{
    for (auto const* path : {"/2010-04-01/Accounts/AC0123456789abcdef/Messages.json", "/", "",
                             "/a//b/", "/v3/mail/send", "/v1/123456/x"}) {
        EXPECT_EQ(path_of(path), path);
    }
}

TEST(LineCache, FollowsTheClock)
{
    LineCache cache;
    std::array<char, 24> text{};
    auto const at = [&](model::Time time) {
        return std::string{text.data(), cache.put_time(text.data(), time)};
    };
    EXPECT_EQ(at(noon), "2026-11-21T12:00:00.034Z");
    EXPECT_EQ(at(noon + 965ms), "2026-11-21T12:00:00.999Z");
    EXPECT_EQ(at(noon + 966ms), "2026-11-21T12:00:01.000Z");
    EXPECT_EQ(at(noon), "2026-11-21T12:00:00.034Z");
    EXPECT_EQ(at(model::Time{}), "1970-01-01T00:00:00.000Z");
}

TEST(LineCache, TellsPathsOfOneLengthApart)
{
    LineCache cache;
    EXPECT_TRUE(cache.is_plain("/v3/mail/send"));
    EXPECT_TRUE(cache.is_plain("/v3/mail/send"));
    EXPECT_FALSE(cache.is_plain("/v3/mail/s@nd"));
    EXPECT_FALSE(cache.is_plain("/v3/m/1234567"));
    EXPECT_TRUE(cache.is_plain("/v3/mail/send"));
}

TEST(LineCache, SeesEachDoubtfulByteWhereverItStands)
{
    for (int c = 0; c < 256; ++c) {
        bool const fine = c >= '-' && c < 0x80 && c != '@' && c != '\\';
        for (std::size_t at = 0; at < 19; ++at) {
            std::string path(19, 'a');
            path[at] = static_cast<char>(c);
            LineCache cache;
            EXPECT_EQ(cache.is_plain(path), fine) << c << " at " << at;
        }
    }
}

}  // namespace
}  // namespace gateway
