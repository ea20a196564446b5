#include "gateway/observe/access_log.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace gateway {
namespace {

class AccessLogFile : public testing::Test {
protected:
    AccessLogFile()
    {
        auto name = (std::filesystem::temp_directory_path() / "optgate-XXXXXX").string();
        directory_ = mkdtemp(name.data());
    }
    ~AccessLogFile() override { std::filesystem::remove_all(directory_); }

    std::string path(char const* name) const { return (directory_ / name).string(); }

    static std::vector<boost::json::object> lines(std::string const& file)
    {
        std::ifstream in{file};
        std::vector<boost::json::object> all;
        for (std::string line; std::getline(in, line);) {
            all.push_back(boost::json::parse(line).as_object());
        }
        return all;
    }

    static Record call(unsigned number)
    {
        Record record;
        record.method = "POST";
        record.path = "/v3/mail/send";
        record.provider = "sendgrid";
        record.status = 202;
        record.bytes_in = number;
        return record;
    }

private:
    std::filesystem::path directory_;
};

TEST_F(AccessLogFile, LinesAppearWhenTheLaneIsFlushed)
{
    auto const log = AccessLog::open(path("access.log")).value();
    AccessLog::Lane lane{*log};
    lane.append(call(1));
    lane.append(call(2));
    log->drain();
    EXPECT_TRUE(lines(path("access.log")).empty());

    lane.flush();
    log->drain();
    auto const written = lines(path("access.log"));
    ASSERT_EQ(written.size(), 2U);
    EXPECT_EQ(written[1].at("in").as_int64(), 2);
}

TEST_F(AccessLogFile, AFullLaneHandsItsLinesOverByItself)
{
    auto const log = AccessLog::open(path("access.log")).value();
    AccessLog::Lane lane{*log};
    for (unsigned i = 0; i < 1'000; ++i)
        lane.append(call(i));
    log->drain();
    EXPECT_GT(lines(path("access.log")).size(), 100U);
}

TEST_F(AccessLogFile, EveryLineOfEveryThreadIsWrittenOnce)
{
    constexpr unsigned threads = 4;
    constexpr unsigned each = 5'000;
    {
        auto const log = AccessLog::open(path("access.log")).value();
        std::vector<std::thread> workers;
        for (unsigned t = 0; t < threads; ++t) {
            workers.emplace_back([&log, t] {
                AccessLog::Lane lane{*log};
                for (unsigned i = 0; i < each; ++i)
                    lane.append(call(t * each + i));
            });
        }
        for (auto& worker : workers)
            worker.join();
        EXPECT_EQ(log->dropped(), 0U);
    }
    std::set<std::int64_t> seen;
    for (auto const& line : lines(path("access.log")))
        seen.insert(line.at("in").as_int64());
    EXPECT_EQ(seen.size(), std::size_t{threads} * each);
}

TEST_F(AccessLogFile, AppendsToWhatIsThere)
{
    for (unsigned i = 0; i < 2; ++i) {
        auto const log = AccessLog::open(path("access.log")).value();
        AccessLog::Lane lane{*log};
        lane.append(call(i));
    }
    EXPECT_EQ(lines(path("access.log")).size(), 2U);
}

TEST_F(AccessLogFile, GoesOnInANewFileAfterARotation)
{
    auto const log = AccessLog::open(path("access.log")).value();
    AccessLog::Lane lane{*log};
    lane.append(call(1));
    lane.flush();
    log->drain();
    std::filesystem::rename(path("access.log"), path("access.log.1"));
    log->reopen();
    log->drain();
    lane.append(call(2));
    lane.flush();
    log->drain();

    ASSERT_EQ(lines(path("access.log.1")).size(), 1U);
    ASSERT_EQ(lines(path("access.log")).size(), 1U);
    EXPECT_EQ(lines(path("access.log"))[0].at("in").as_int64(), 2);
}

TEST_F(AccessLogFile, KeepsTheOldFileWhereTheNewOneCantBeOpened)
{
    std::filesystem::create_directory(path("logs"));
    auto const log = AccessLog::open(path("logs/access.log")).value();
    AccessLog::Lane lane{*log};
    std::filesystem::rename(path("logs"), path("moved"));
    log->reopen();
    lane.append(call(1));
    lane.flush();
    log->drain();
    EXPECT_EQ(lines(path("moved/access.log")).size(), 1U);
}

TEST_F(AccessLogFile, AFileThatCantBeOpenedIsAProblem)
{
    auto const log = AccessLog::open(path("none/access.log"));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().where, path("none/access.log"));
    EXPECT_NE(log.error().what.find("No such file"), std::string::npos);
}

TEST_F(AccessLogFile, AReaderThatIsBehindCostsCountedLinesAndNoWaiting)
{
    // given a pipe nobody reads from, which takes 64 KB and then blocks its writer
    auto const pipe = path("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::fstream reader{pipe,
                        std::ios::in | std::ios::out};  // open both ways: opening never blocks
    constexpr std::size_t most_waiting = 256 * 1024;
    constexpr std::uint64_t appended = 20'000;
    std::uint64_t written = 0;
    {
        auto const log = AccessLog::open(pipe, most_waiting).value();
        // when far more is logged than fits
        {
            AccessLog::Lane lane{*log};
            for (unsigned i = 0; i < appended; ++i)
                lane.append(call(i));
        }
        // then most of it was dropped, and what is read is whole lines, the rest of them
        auto const dropped = log->dropped();
        EXPECT_GT(dropped, appended / 2);
        EXPECT_LT(dropped, appended);
        for (std::string line; written < appended - dropped && std::getline(reader, line);) {
            EXPECT_TRUE(boost::json::parse(line).is_object());
            ++written;
        }
        EXPECT_EQ(log->dropped(), dropped);
    }
    EXPECT_GT(written, 0U);
}

TEST_F(AccessLogFile, AFullDiskCostsCountedLines)
{
    auto const log = AccessLog::open("/dev/full").value();
    AccessLog::Lane lane{*log};
    lane.append(call(1));
    lane.append(call(2));
    lane.flush();
    log->drain();
    EXPECT_EQ(log->dropped(), 2U);
}

TEST(AccessLog, OffWritesNothingAndCostsNothing)
{
    auto const log = AccessLog::open("off").value();
    AccessLog::Lane lane{*log};
    lane.append({});
    lane.flush();
    log->reopen();
    log->drain();
    EXPECT_EQ(log->dropped(), 0U);
    EXPECT_FALSE(std::filesystem::exists("off"));
}

TEST(AccessLog, WritesToStandardError)
{
    testing::internal::CaptureStderr();
    {
        auto const log = AccessLog::open("stderr").value();
        AccessLog::Lane lane{*log};
        Record record;
        record.path = "/v3/mail/send";
        lane.append(record);
    }
    auto const line = testing::internal::GetCapturedStderr();
    EXPECT_EQ(boost::json::parse(line).at("path").as_string(), "/v3/mail/send");
}

}  // namespace
}  // namespace gateway
