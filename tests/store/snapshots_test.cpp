// What a start finds in FILE.index and the ledger is what folding the ledger alone gives, however old the file is; and a
// file that is not this ledger's is none.
#include "store/snapshots.hpp"

#include "store/group_commit.hpp"
#include "store/index/sealed_file.hpp"
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <sys/stat.h>

#include <fstream>
#include <future>
#include <iterator>
#include <map>

namespace store {
namespace {

std::string read_all(std::string const& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_all(std::string const& file, std::string const& bytes)
{
    std::ofstream{file, std::ios::binary} << bytes;
}

/// Digits of the form in which a snapshot keeps a phone number.
bool holds(std::string const& bytes, Address const& phone)
{
    auto const number = std::stoull(phone.text().substr(1));
    return bytes.find(std::string{reinterpret_cast<char const*>(&number), sizeof number}) !=
           std::string::npos;
}

struct SnapshotsOfAnIndex : Opened {
    /// A life of the gateway: starts, commits, and stops as it should.
    struct Life {
        explicit Life(Store& store, std::string const& file)
            : index{store.secret()}, snapshots{store, index, file, {}, {}}
        {
        }
        Index index;
        Snapshots snapshots;
    };

    void commit(Life& life, Change change)
    {
        auto const committed = writer->commit({{std::move(change)}, {}});
        for (auto const& folded : committed.folded)
            life.index.put(folded);
        for (auto const sequence : entries(committed.changes.front()))
            life.index.reach(sequence);
    }

    /// The index of a start that folds everything.
    void expect_as_folded(Life const& life)
    {
        std::size_t subjects = 0;
        reader->each_profile([&](Folded const& folded) {
            ++subjects;
            if (std::holds_alternative<Erased>(folded.subject)) return;
            if (auto const* address = std::get_if<Address>(&folded.subject)) {
                EXPECT_EQ(life.index.find(*address), folded.profile) << address->text();
            } else {
                auto const* found =
                    life.index.find_customer(std::get<OfCustomer>(folded.subject).id);
                ASSERT_NE(found, nullptr);
                EXPECT_EQ(*found, folded.profile);
            }
        });
        EXPECT_GT(subjects, 0u);
    }

    void some_history(Life& life)
    {
        commit(life, put("7", {{phone(1), "mobile"}, {mail(), "home"}}));
        commit(life, stop(OfCustomer{"7"}));
        commit(life, stop(phone(2)));
        commit(life, suppress(phone(3), {Channel::sms, Suppression::stop_reply, "+14155550000"}));
    }

    std::string const file = snapshot_file("sqlite:" + folder.file());
};

TEST_F(SnapshotsOfAnIndex, AreBesideTheDatabaseAndForItsOwnerAlone)
{
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    EXPECT_EQ(file, folder.file() + ".index");
    struct ::stat about{};
    ASSERT_EQ(::stat(file.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777u, 0600u);
    EXPECT_NE(::stat((file + ".part").c_str(), &about), 0);
}

TEST_F(SnapshotsOfAnIndex, GiveBackWhatWasThereAtTheStop)
{
    {
        Life life{*store, file};
        some_history(life);
        EXPECT_FALSE(life.snapshots.began_with_one());
        life.snapshots.stop();
    }
    Life again{*store, file};
    EXPECT_TRUE(again.snapshots.began_with_one());
    expect_as_folded(again);
    EXPECT_EQ(again.index.size(), 5u);
    EXPECT_EQ(again.index.reached(), reader->head().sequence);
}

TEST_F(SnapshotsOfAnIndex, AreCaughtUpWithEveryKindOfChangeSince)
{
    {
        Life life{*store, file};
        some_history(life);
        commit(life, put("8", {{phone(8), "mobile"}}));
        commit(life, put("9", {{phone(9), "mobile"}}));
        commit(life, stop(OfCustomer{"9"}, by("reply")));
        life.snapshots.stop();
    }
    // Nobody tells an index of these: killed before it heard, say.
    Opened::commit(allow(OfCustomer{"7"}));
    Opened::commit(put("8", {{phone(88), "home"}}));
    Opened::commit(remove("9"));
    Opened::commit(lift(phone(3), {Channel::sms, Suppression::stop_reply, ""}, by("reply")));
    Opened::commit(stop(mail("new@example.com")));
    Opened::commit(put("10", {{phone(10), ""}}));
    Opened::commit(stop(OfCustomer{"10"}));

    Life again{*store, file};
    EXPECT_TRUE(again.snapshots.began_with_one());
    expect_as_folded(again);
    EXPECT_TRUE(again.index.find(phone(8)).empty());
    EXPECT_EQ(again.index.find_customer("9"), nullptr);
    EXPECT_FALSE(again.index.find(phone(9)).own.empty());
}

TEST_F(SnapshotsOfAnIndex, AreNoneIfAByteIsAnother)
{
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    auto const whole = read_all(file);
    ASSERT_GT(whole.size(), 100u);
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        write_all(file, changed);
        EXPECT_FALSE(SealedFile::open(file, store->secret())) << at;
    }
    for (auto const size : {std::size_t{0}, std::size_t{31}, whole.size() / 2, whole.size() - 1}) {
        write_all(file, whole.substr(0, size));
        EXPECT_FALSE(SealedFile::open(file, store->secret())) << size;
    }
    Life again{*store, file};
    EXPECT_FALSE(again.snapshots.began_with_one());
    expect_as_folded(again);
}

TEST_F(SnapshotsOfAnIndex, OfAnotherLedgerAreNone)
{
    Folder elsewhere;
    auto const other = open("sqlite:" + elsewhere.file());
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    auto const theirs = snapshot_file("sqlite:" + elsewhere.file());
    std::filesystem::copy_file(file, theirs);
    Life again{*other, theirs};
    EXPECT_FALSE(again.snapshots.began_with_one());
    EXPECT_EQ(again.index.size(), 0u);
}

TEST_F(SnapshotsOfAnIndex, OfALedgerThatWentAnotherWayAreNone)
{
    Opened::commit(stop(phone(1)));
    sqlite3* live = nullptr;
    ASSERT_EQ(sqlite3_open(folder.file().c_str(), &live), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(live, ("VACUUM INTO '" + folder.file("backup") + "'").c_str(), nullptr,
                           nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(live);
    {
        Life life{*store, file};
        commit(life, stop(phone(2)));
        life.snapshots.stop();
    }
    // The backup lives on, and has as many entries, of which one is another.
    auto const restored = open("sqlite:" + folder.file("backup"));
    restored->writer()->commit({{stop(phone(3))}, {}});
    Life again{*restored, file};
    EXPECT_FALSE(again.snapshots.began_with_one());
    EXPECT_TRUE(again.index.find(phone(2)).empty());
    EXPECT_FALSE(again.index.find(phone(3)).empty());
}

TEST_F(SnapshotsOfAnIndex, AreWrittenWhileChangesArriveAndLoseNone)
{
    constexpr int people = 3'000;
    {
        Index index{store->secret()};
        Snapshots snapshots{*store, index, file, {std::chrono::milliseconds{1}, 1}, {}};
        for (int round = 0; round < 30; ++round) {
            Batch batch;
            for (int i = 0; i < 200; ++i) {
                auto const who = phone((round * 97 + i) % people);
                batch.changes.push_back(round % 2 == 0 ? stop(who) : allow(who));
            }
            auto const committed = writer->commit(batch);
            for (auto const& folded : committed.folded)
                index.put(folded);
            index.reach(reader->head().sequence);
        }
    }  // no last one
    Life again{*store, file};
    expect_as_folded(again);
}

TEST_F(SnapshotsOfAnIndex, FromBeforeAnErasureAreNone)
{
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    Opened::commit({model::ErasePerson{phone(2)}, staff()});

    Life again{*store, file};
    EXPECT_FALSE(again.snapshots.began_with_one());
    EXPECT_FALSE(std::filesystem::exists(file));
    expect_as_folded(again);
    EXPECT_FALSE(again.index.find(phone(2)).hard_stops.empty());
}

TEST_F(SnapshotsOfAnIndex, FromAfterAnErasureKnowThePersonWithoutTheNumber)
{
    {
        Life life{*store, file};
        some_history(life);
        commit(life, {model::ErasePerson{phone(2)}, staff()});
        commit(life, stop(phone(4)));
        life.snapshots.stop();
    }
    EXPECT_FALSE(holds(read_all(file), phone(2)));
    EXPECT_TRUE(holds(read_all(file), phone(4)));
    {
        Life again{*store, file};
        EXPECT_TRUE(again.snapshots.began_with_one());
        EXPECT_FALSE(again.index.find(phone(2)).hard_stops.empty());
    }
    Opened::commit(lift(phone(2), {std::nullopt, Suppression::erased, ""}, by("reply", "asked")));
    Life again{*store, file};
    EXPECT_TRUE(again.snapshots.began_with_one());
    EXPECT_TRUE(again.index.find(phone(2)).hard_stops.empty());
}

TEST_F(SnapshotsOfAnIndex, AreGoneBeforeAnErasureIsAcknowledged)
{
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    ASSERT_TRUE(holds(read_all(file), phone(2)));
    writer.reset();
    Life life{*store, file};
    GroupCommit::Limits limits;
    limits.erasing = [&] { life.snapshots.forget(); };
    std::promise<bool> gone;
    {
        GroupCommit commits{store->writer(), life.index, limits};
        commits.change({{model::ErasePerson{phone(2)}, staff()}}, [&](auto const& changed) {
            gone.set_value(changed && !std::filesystem::exists(file));
        });
        EXPECT_TRUE(gone.get_future().get());
    }
    life.snapshots.stop();
    EXPECT_FALSE(holds(read_all(file), phone(2)));
    EXPECT_TRUE(holds(read_all(file), phone(3)));
}

TEST_F(SnapshotsOfAnIndex, GoWhenSomebodyIsErased)
{
    {
        Life life{*store, file};
        some_history(life);
        life.snapshots.stop();
    }
    ASSERT_TRUE(holds(read_all(file), phone(2)));
    Life life{*store, file};
    write_all(file + ".part", "left behind");

    life.snapshots.forget();

    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(file + ".part"));
}

}  // namespace
}  // namespace store
