// A store that can't be written, many times over (OPTGATE_FULL_ROUNDS; 40, under a sanitizer 4): design promise 5.
// Changes and promotional sends are answered 503, transactional ones pass, /readyz tells; with room again all comes
// back by itself, and nothing was lost, let through or left out of the journal.
#include "tests/gateway/durability/house.hpp"

#include <signal.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tests {
namespace {

/// Kept allowed, kept stopped, and asked for another choice while the disk is full: one of each way of writing.
struct Trio {
    Recipient allowed, stopped, changing;
};

struct FullDisk : House {
    void SetUp() override
    {
        trios = {{recipient(0), recipient(4), recipient(8)},
                 {recipient(1), recipient(5), recipient(9)}};
    }

    void open()
    {
        gateway.emplace(start());
        admin.emplace(gateway->admin);
        caller.emplace(gateway->gateway);
    }

    std::string mark() { return "mark-" + std::to_string(++marks) + "-"; }

    unsigned readiness()
    {
        auto const answer = admin->call("GET", "/readyz");
        return answer ? answer->status : 0;
    }

    void expect_sent(Recipient const& who, std::string const& category = {})
    {
        auto const text = mark();
        auto const answer = send(*caller, who, text, category);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, who.has_mail() ? 202U : 201U) << answer->body;
        EXPECT_EQ(answer->verdict, "delivered");
        EXPECT_EQ(upstream_.received(text), 1);
    }

    void expect_kept_back(Recipient const& who)
    {
        auto const text = mark();
        auto const answer = send(*caller, who, text);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->verdict, "suppressed") << answer->status << ' ' << answer->body;
        EXPECT_EQ(upstream_.received(text), 0);
        kept_back.push_back(answer->decision);
    }

    /// 503 as the provider spells an error.
    void expect_unavailable(Recipient const& who)
    {
        auto const text = mark();
        auto const answer = send(*caller, who, text);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 503U) << answer->body;
        EXPECT_NE(answer->body.find(who.has_mail() ? R"("errors")" : R"("code")"),
                  std::string::npos);
        EXPECT_EQ(answer->body.find(who.address), std::string::npos);
        EXPECT_EQ(upstream_.received(text), 0);
    }

    void while_full(Trio const& trio, bool change_first)
    {
        // Whoever asks first finds out.
        if (change_first) {
            EXPECT_EQ(choose(*admin, trio.changing, !changing_stopped), 503U);
        }
        expect_unavailable(trio.stopped);
        EXPECT_EQ(choose(*admin, trio.changing, !changing_stopped), 503U);
        EXPECT_EQ(readiness(), 503U);
        expect_unavailable(trio.allowed);
        expect_sent(trio.allowed, "billing");
        expect_sent(trio.stopped, "billing");
        EXPECT_EQ(is_stopped(*admin, trio.changing), changing_stopped);
    }

    void while_there_is_room(Trio const& trio)
    {
        changing_stopped = !changing_stopped;
        EXPECT_EQ(choose(*admin, trio.changing, changing_stopped), 200U);
        expect_kept_back(trio.stopped);
        expect_sent(trio.allowed);
        EXPECT_EQ(is_stopped(*admin, trio.changing), changing_stopped);
    }

    /// `fill` takes the room away, `free` gives it back.
    template <class Fill, class Free>
    void run(int rounds, Fill const& fill, Free const& free)
    {
        open();
        for (auto const& trio : trios)
            EXPECT_EQ(choose(*admin, trio.stopped, true), 200U);
        for (int round = 0; round < rounds && !HasFailure(); ++round) {
            SCOPED_TRACE("round " + std::to_string(round));
            auto const& trio = trios[static_cast<std::size_t>(round) % trios.size()];
            changing_stopped = is_stopped(*admin, trio.changing).value();
            while_there_is_room(trio);
            fill();
            while_full(trio, round % 4 < 2);
            free();
            EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
            while_there_is_room(trio);
        }
        expect_all_kept();
    }

    /// Nothing is only in memory: what was answered is there after a kill, too.
    void expect_all_kept()
    {
        gateway->process.signal(SIGKILL);
        gateway->process.wait();
        open();
        for (auto const& decision : kept_back)
            EXPECT_TRUE(is_journalled(*admin, decision)) << decision;
        for (auto const& trio : trios) {
            EXPECT_EQ(is_stopped(*admin, trio.stopped), true);
            EXPECT_EQ(is_stopped(*admin, trio.allowed), false);
        }
        EXPECT_EQ(upstream_.doubles(), std::vector<std::string>{});
    }

    std::vector<Trio> trios;
    std::optional<Gateway> gateway;
    std::optional<Client> admin;
    std::optional<Client> caller;
    bool changing_stopped = false;
    int marks = 0;
    std::vector<std::string> kept_back;
};

TEST_F(FullDisk, AFileThatMayNotGrowIsAnsweredAndComesBack)
{
    configure("[log]\naccess = \"off\"\n");
    auto const log = store().string() + "-wal";
    run(
        rounds_of("OPTGATE_FULL_ROUNDS", 40),
        [&] { gateway->process.limit_files(std::filesystem::file_size(log)); },
        [&] { gateway->process.limit_files(RLIM_INFINITY); });
    EXPECT_GE(said("no preference can be changed"), 1U);
    EXPECT_EQ(said("no preference can be changed"), said("the store can be written again"));
}

/// A small file system of its own.
struct SmallDisk : FullDisk {
    void SetUp() override
    {
        FullDisk::SetUp();
        auto const disk = store().parent_path();
        mounted = ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64m,mode=0700") == 0;
        if (!mounted) {
            GTEST_SKIP() << "no small file system can be mounted here (" << std::strerror(errno)
                         << "): run this as root to see a full one";
        }
    }
    ~SmallDisk() override
    {
        gateway.reset();
        if (mounted) ::umount2(store().parent_path().c_str(), MNT_DETACH);
    }

    void fill() const
    {
        std::ofstream filler{filler_file(), std::ios::binary};
        for (std::size_t piece = 1 << 20; piece > 0; piece /= 2) {
            std::string const zeros(piece, '\0');
            while (filler.write(zeros.data(), static_cast<std::streamsize>(piece)).flush()) {
            }
            filler.clear();
        }
    }
    std::filesystem::path filler_file() const { return store().parent_path() / "filler"; }

    bool mounted = false;
};

TEST_F(SmallDisk, IsAnsweredWhenFullAndComesBackWithRoom)
{
    configure("[log]\naccess = \"off\"\n");
    // A quarter of the rounds: the file that may not grow has them all, and needs no root.
    auto const rounds = std::max(1, rounds_of("OPTGATE_FULL_ROUNDS", 40) / 4);
    run(rounds, [&] { fill(); }, [&] { std::filesystem::remove(filler_file()); });
}

TEST_F(FullDisk, TheConfiguredLimitIsAnsweredAndAReloadLiftsIt)
{
    configure({}, "max_bytes = \"300KiB\"\n");
    open();
    auto const& trio = trios.front();
    for (auto const& each : trios)
        ASSERT_EQ(choose(*admin, each.stopped, true), 200U);

    std::optional<Answer> last;
    for (int i = 0; i < 10'000 && (!last || last->status != 503); ++i) {
        last = send(*caller, trio.stopped, mark());
        ASSERT_TRUE(last);
        if (last->verdict == "suppressed") kept_back.push_back(last->decision);
    }
    ASSERT_EQ(last->status, 503U);
    EXPECT_GT(kept_back.size(), 10U);
    while_full(trio, true);

    configure({}, "max_bytes = \"3MiB\"\n");
    gateway->process.signal(SIGHUP);
    EXPECT_TRUE(eventually([&] { return readiness() == 200; }));
    while_there_is_room(trio);
    expect_all_kept();
}

}  // namespace
}  // namespace tests
