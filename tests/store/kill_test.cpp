// No acknowledged change and no acknowledged journal entry is lost when the process is killed, at any moment.
#include "tests/store/changes.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace store {
namespace {

constexpr int rounds = 25;

/// The process that commits, and the pipe on which it acknowledges.
class Committer {
public:
    Committer(std::string const& file, int first)
    {
        int ends[2];
        if (::pipe(ends) != 0) std::abort();
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execl(COMMITTER, COMMITTER, file.c_str(), std::to_string(first).c_str(), nullptr);
            std::_Exit(127);
        }
        ::close(ends[1]);
        pipe_ = ends[0];
    }
    ~Committer() { ::close(pipe_); }
    Committer(Committer const&) = delete;
    Committer& operator=(Committer const&) = delete;

    std::optional<int> next_acknowledged()
    {
        int number = 0;
        if (::read(pipe_, &number, sizeof number) != sizeof number) return std::nullopt;
        return number;
    }
    bool kill()
    {
        ::kill(child_, SIGKILL);
        int status = 0;
        ::waitpid(child_, &status, 0);
        return WIFSIGNALED(status);
    }

private:
    ::pid_t child_ = 0;
    int pipe_ = -1;
};

TEST(KilledStore, LosesNothingItAcknowledged)
{
    Folder const folder;
    std::mt19937 dice{std::random_device{}()};
    int first = 0;
    int acknowledged = 0;
    for (int round = 0; round < rounds; ++round) {
        Committer committer{folder.file(), first};
        std::vector<int> numbers;
        auto const until = std::uniform_int_distribution<std::size_t>{1, 400}(dice);
        while (numbers.size() < until) {
            auto const number = committer.next_acknowledged();
            ASSERT_TRUE(number);
            numbers.push_back(*number);
        }
        ASSERT_TRUE(committer.kill());
        while (auto const number = committer.next_acknowledged())
            numbers.push_back(*number);

        auto const store = open("sqlite:" + folder.file());
        auto const reader = store->reader();
        for (auto const number : numbers) {
            ASSERT_EQ(reader->profile(phone(number)).own.size(), 1u) << "round " << round;
            ASSERT_EQ(reader->journal({.address = phone(number).text()}).entries.size(), 1u);
        }
        first = numbers.back() + 10'000;  // beyond what was committed and not acknowledged
        acknowledged += static_cast<int>(numbers.size());
    }
    EXPECT_GE(acknowledged, rounds);
}

TEST(KilledStore, KeepsALedgerWithoutGaps)
{
    Folder const folder;
    for (int round = 0; round < 3; ++round) {
        Committer committer{folder.file(), round * 100'000};
        for (int i = 0; i < 100; ++i)
            ASSERT_TRUE(committer.next_acknowledged());
        ASSERT_TRUE(committer.kill());
    }
    auto const reader = open("sqlite:" + folder.file())->reader();
    std::int64_t last = 0;
    while (reader->ledger_entry(last + 1))
        ++last;
    EXPECT_GE(last, 300);
    std::int64_t subjects = 0;
    reader->each_profile([&](Folded const&) { ++subjects; });
    EXPECT_EQ(subjects, last);
}

}  // namespace
}  // namespace store
