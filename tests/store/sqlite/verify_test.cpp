#include "store/sqlite/ink.hpp"
#include "store/sqlite/migrate.hpp"
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using sqlite::Connection;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto drop_triggers =
    "DROP TRIGGER ledger_keeps_its_lines; DROP TRIGGER ledger_keeps_all_lines";

/// A ledger of seven entries, and somebody with a shell and the file.
struct Verify : Opened {
    Verify()
    {
        commit(put("c1", {{phone(1), "mobile"}}));
        commit(stop(OfCustomer{"c1"}, by("phone", "said so on 3 May")));
        commit(stop(phone(2)));
        commit(suppress(phone(3), {Channel::sms, Suppression::stop_reply, ""}, by("reply")));
        commit(allow(phone(2)));
        commit(stop(mail()));
    }

    std::optional<Broken> broken(std::optional<Head> const& noted = {})
    {
        return reader->verify(noted).broken;
    }
    void tamper(std::string const& sql)
    {
        Connection connection{folder.file(), Connection::Use::write};
        connection.run(drop_triggers);
        connection.run(sql.c_str());
    }
};

TEST_F(Verify, FindsAWholeLedgerWhole)
{
    auto const verified = reader->verify({});

    EXPECT_FALSE(verified.broken) << verified.broken->what;
    EXPECT_EQ(verified.head.sequence, 7);
    EXPECT_NE(verified.head.hash, Digest{});
}

TEST_F(Verify, FindsAnEmptyLedgerWhole)
{
    Folder other;
    auto const empty = open("sqlite:" + other.file());

    EXPECT_FALSE(empty->reader()->verify({}).broken);
}

struct Tampered {
    char const* name;
    char const* sql;
    std::int64_t sequence;
    char const* what;
};

struct VerifyNames : Verify, testing::WithParamInterface<Tampered> {};

TEST_P(VerifyNames, TheFirstBrokenLink)
{
    tamper(GetParam().sql);

    auto const found = broken();

    ASSERT_TRUE(found);
    EXPECT_EQ(found->sequence, GetParam().sequence);
    EXPECT_THAT(found->what, StartsWith(GetParam().what));
}

INSTANTIATE_TEST_SUITE_P(
    Of, VerifyNames,
    testing::ValuesIn(std::vector<Tampered>{
        {"Actor", "UPDATE ledger SET actor = 'eve' WHERE sequence = 3", 3, "digest"},
        {"Evidence", "UPDATE ledger SET evidence = '' WHERE sequence = 3", 3, "digest"},
        {"Customer", "UPDATE ledger SET customer = 'c2' WHERE sequence = 2", 2, "digest"},
        {"Address", "UPDATE ledger SET address = '+14155559999' WHERE sequence = 4", 4, "digest"},
        {"Before", "UPDATE ledger SET before = '{}' WHERE sequence = 4", 4, "digest"},
        {"After", "UPDATE ledger SET after = '{}' WHERE sequence = 4", 4, "digest"},
        {"Note", "UPDATE ledger SET note = note || '.' WHERE sequence = 4", 4, "digest"},
        {"Salt", "UPDATE ledger SET salt = zeroblob(16) WHERE sequence = 4", 4, "digest"},
        {"TextMovedToTheNextColumn",
         "UPDATE ledger SET actor = actor || evidence, evidence = '' WHERE sequence = 3", 3,
         "digest"},
        {"AddressHiddenFromLookUps",
         "UPDATE ledger SET address = CAST(address AS BLOB) WHERE sequence = 4", 4, "digest"},
        {"DigestMadeToFit",
         "UPDATE ledger SET (salt, digest, address) = (SELECT salt, digest, address FROM ledger"
         " WHERE sequence = 5) WHERE sequence = 4",
         4, "digest"},
        {"Emptied",
         "UPDATE ledger SET salt = x'', actor = '', evidence = '', customer = '', address = '',"
         " before = '', after = '', note = '' WHERE sequence = 5",
         5, "digest"},
        {"Digest", "UPDATE ledger SET digest = zeroblob(32) WHERE sequence = 4", 4, "digest"},
        {"Time", "UPDATE ledger SET at = at + 1 WHERE sequence = 4", 4, "hash"},
        {"Action", "UPDATE ledger SET action = 'contact' WHERE sequence = 4", 4, "hash"},
        {"Source", "UPDATE ledger SET source = 'web' WHERE sequence = 4", 4, "hash"},
        {"Hash", "UPDATE ledger SET hash = zeroblob(32) WHERE sequence = 4", 4, "hash"},
        {"ShortHash", "UPDATE ledger SET hash = x'' WHERE sequence = 4", 4, "hash"},
        {"LineTakenOut", "DELETE FROM ledger WHERE sequence = 5", 5, "gap"},
        {"FirstTakenOut", "DELETE FROM ledger WHERE sequence = 1", 1, "gap"},
        {"LastTakenOut", "DELETE FROM ledger WHERE sequence > 5", 6, "end"},
        {"AllTakenOut", "PRAGMA foreign_keys = OFF; DELETE FROM ledger", 1, "end"},
        {"LinePutFirst",
         "INSERT INTO ledger SELECT -1, at, action, source, actor, evidence, customer, address,"
         " before, after, note, salt, digest, hash FROM ledger WHERE sequence = 5",
         -1, "gap"},
        {"LinePutLast",
         "INSERT INTO ledger SELECT 8, at, action, source, actor, evidence, customer, address,"
         " before, after, note, salt, digest, hash FROM ledger WHERE sequence = 7",
         8, "hash"},
        {"LinesSwapped",
         "UPDATE ledger SET sequence = 99 WHERE sequence = 5;"
         "UPDATE ledger SET sequence = 5 WHERE sequence = 6;"
         "UPDATE ledger SET sequence = 6 WHERE sequence = 99",
         5, "hash"},
        {"EndForgotten", "UPDATE store SET chain_length = 5", 7, "end"},
        {"EndForged", "UPDATE store SET chain_head = zeroblob(32)", 7, "end"},
    }),
    [](auto const& tampered) { return tampered.param.name; });

TEST_F(Verify, NoticesThatTheLastLinesWereTakenOutAndOthersWrittenSince)
{
    tamper("PRAGMA foreign_keys = OFF; DELETE FROM ledger WHERE sequence = 7");
    commit(stop(phone(9)));

    auto const found = broken();

    ASSERT_TRUE(found);
    EXPECT_EQ(found->sequence, 7);
    EXPECT_THAT(found->what, StartsWith("gap"));
}

TEST_F(Verify, ComparesAHeadNotedEarlier)
{
    auto const noted = reader->verify({}).head;
    commit(allow(mail()));
    EXPECT_FALSE(broken(noted));

    auto other = noted;
    other.hash[0] ^= 1;
    EXPECT_THAT(broken(other)->what, StartsWith("head"));
    other = noted;
    other.sequence = 100;
    EXPECT_EQ(broken(other)->sequence, 100);
}

TEST_F(Verify, StaysWholeOverRefusalsFailuresAndASecondWriter)
{
    EXPECT_EQ(refusal(commit(allow(OfCustomer{"nobody"}))), Refused::Why::not_found);
    EXPECT_EQ(refusal(commit(lift(phone(3), {Channel::sms, Suppression::stop_reply, ""}))),
              Refused::Why::evidence_needed);
    writer->limit(1);
    EXPECT_THROW(writer->commit({{put("c2", {{phone(7), std::string(100'000, 'x')}})}, {}}),
                 Unavailable);
    writer->limit(0);
    commit(stop(phone(4)));
    store->writer()->commit({{stop(phone(5))}, {}});
    commit(stop(phone(6)));

    auto const verified = reader->verify({});

    EXPECT_FALSE(verified.broken) << verified.broken->what;
    EXPECT_EQ(verified.head.sequence, 10);
}

TEST_F(Verify, GivesEachLineASaltOfItsOwn)
{
    Connection connection{folder.file(), Connection::Use::write};

    EXPECT_EQ(connection.number("SELECT count(DISTINCT salt) FROM ledger"), 7);
    EXPECT_EQ(connection.number("SELECT min(length(salt)) FROM ledger"), 16);
}

TEST_F(Verify, LinesCantBeChangedWithoutDroppingTheTriggers)
{
    Connection connection{folder.file(), Connection::Use::write};
    for (auto const* sql :
         {"UPDATE ledger SET note = ''", "UPDATE ledger SET salt = x'', address = ''",
          "DELETE FROM ledger", "UPDATE ledger SET hash = x''"}) {
        EXPECT_THROW(connection.run(sql), std::logic_error) << sql;
    }
}

TEST(VerifyMigrated, ChainsWhatAnOlderVersionWrote)
{
    Folder folder;
    {
        Connection connection{folder.file(), Connection::Use::write};
        sqlite::migrate(connection, folder.file(), sqlite::migrations().first(1));
        connection.run(
            "INSERT INTO ledger (at, action, source, actor, evidence, customer, address, before,"
            " after, note) VALUES (1, 'preference', 'staff', 'ada', '', '', '+1', '', '{}', 'x'),"
            " (2, 'preference', 'staff', 'ada', '', '', '+2', '', '{}', 'y')");
    }

    auto const store = open("sqlite:" + folder.file());
    store->writer()->commit({{stop(phone())}, {}});

    auto const verified = store->reader()->verify({});
    EXPECT_FALSE(verified.broken) << verified.broken->what;
    EXPECT_EQ(verified.head.sequence, 3);
    EXPECT_EQ(store->reader()->ledger_entry(2)->note, "y");
}

TEST(VerifyLong, WalksSeveralPages)
{
    Folder folder;
    auto const store = open("sqlite:" + folder.file());
    auto const writer = store->writer();
    Batch batch;
    for (int i = 0; i < 11'000; ++i)
        batch.changes.push_back(stop(phone(i)));
    writer->commit(batch);

    EXPECT_FALSE(store->reader()->verify({}).broken);
    {
        Connection connection{folder.file(), Connection::Use::write};
        connection.run(drop_triggers);
        connection.run("UPDATE ledger SET source = 'web' WHERE sequence = 10500");
    }
    EXPECT_EQ(store->reader()->verify({}).broken->sequence, 10'500);
}

TEST(OpenExisting, MakesNoDatabaseWhereNoneIs)
{
    Folder folder;

    EXPECT_THROW(open("sqlite:" + folder.file(), {.must_exist = true}), Unusable);

    EXPECT_FALSE(std::filesystem::exists(folder.file()));
}

}  // namespace
}  // namespace store
