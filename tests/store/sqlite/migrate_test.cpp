#include "store/sqlite/migrate.hpp"

#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <sys/stat.h>
#include <fstream>

namespace store {
namespace {

using sqlite::Connection;
using testing::HasSubstr;

struct Migration : testing::Test {
    std::string refusal_of(std::string const& where)
    {
        try {
            open(where);
        } catch (Unusable const& unusable) {
            return unusable.what();
        }
        return "opened";
    }
    void run(char const* sql) { Connection{folder.file(), Connection::Use::write}.run(sql); }
    std::int64_t number(char const* sql)
    {
        return Connection{folder.file(), Connection::Use::write}.number(sql);
    }

    Folder folder;
    std::string url = "sqlite:" + folder.file();
};

TEST_F(Migration, MakesADatabaseThatSaysWhoseItIs)
{
    open(url);

    EXPECT_EQ(number("PRAGMA application_id"), sqlite::application_id);
    EXPECT_EQ(number("PRAGMA user_version"),
              static_cast<std::int64_t>(sqlite::migrations().size()));
    struct stat status{};
    ASSERT_EQ(::stat(folder.file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(Migration, KeepsSecretAndStateOverASecondOpen)
{
    auto const first = open(url);
    first->writer()->commit({{stop(phone())}, {}});
    auto const secret = first->secret();

    auto const second = open(url);

    EXPECT_EQ(second->secret(), secret);
    EXPECT_FALSE(second->reader()->profile(phone()).empty());
    Folder other;
    EXPECT_NE(open("sqlite:" + other.file())->secret(), secret);
}

TEST_F(Migration, BringsAnOlderOneForwardWithWhatItHolds)
{
    open(url)->writer()->commit({{stop(phone())}, {}});
    std::vector<std::string_view> steps(sqlite::migrations().begin(), sqlite::migrations().end());
    steps.emplace_back("CREATE TABLE later (x); INSERT INTO later SELECT sequence FROM ledger;");
    {
        Connection connection{folder.file(), Connection::Use::write};
        sqlite::migrate(connection, folder.file(), steps);
    }

    EXPECT_EQ(number("SELECT x FROM later"), 1);
    EXPECT_EQ(number("PRAGMA user_version"), static_cast<std::int64_t>(steps.size()));
    auto const known = sqlite::migrations().size();
    EXPECT_THAT(refusal_of(url), HasSubstr("newer optgate (schema " + std::to_string(known + 1) +
                                           ", this one knows " + std::to_string(known) + ")"));
}

TEST_F(Migration, ThatFailsLeavesTheOldOneWhole)
{
    open(url);
    std::vector<std::string_view> steps(sqlite::migrations().begin(), sqlite::migrations().end());
    steps.emplace_back("CREATE TABLE later (x);");
    steps.emplace_back("CREATE TABLE later (x);");
    {
        Connection connection{folder.file(), Connection::Use::write};
        EXPECT_THROW(sqlite::migrate(connection, folder.file(), steps), std::logic_error);
    }

    EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'"), 0);
    EXPECT_EQ(refusal_of(url), "opened");
}

TEST_F(Migration, RefusesANewerOneUntouched)
{
    open(url);
    run("PRAGMA user_version = 99");

    EXPECT_THAT(refusal_of(url), HasSubstr("run that version, or restore the backup"));
    EXPECT_EQ(number("PRAGMA user_version"), 99);
}

TEST_F(Migration, RefusesAnotherProgramsUntouched)
{
    run("CREATE TABLE theirs (x)");

    EXPECT_THAT(refusal_of(url), HasSubstr("database of another program"));
    EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema"), 1);
    EXPECT_FALSE(std::filesystem::exists(folder.file() + "-wal"));
}

TEST_F(Migration, RefusesWhatIsNoDatabase)
{
    std::ofstream{folder.file()} << std::string(4'096, 'x');

    EXPECT_THAT(refusal_of(url), HasSubstr("give another file in store.url"));
}

TEST_F(Migration, RefusesAFolderThatIsNotThereAndUnknownUrls)
{
    EXPECT_THAT(refusal_of("sqlite:" + folder.file("no/such/file.db")),
                HasSubstr("check that its folder exists"));
    EXPECT_THAT(refusal_of("mysql://x"), HasSubstr("sqlite:FILE"));
    EXPECT_THAT(refusal_of("sqlite:"), HasSubstr("sqlite:FILE"));
}

}  // namespace
}  // namespace store
