// The commands that work on the store: token, journal, decide, verify.
#include "gateway/admin/tokens.hpp"
#include "gateway/commands/decide.hpp"
#include "gateway/commands/journal.hpp"
#include "gateway/commands/token.hpp"
#include "gateway/commands/verify.hpp"
#include "store/sqlite/connection.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gateway::commands {
namespace {
using testing::HasSubstr;
using testing::StartsWith;

struct Ran {
    int code;
    std::string out;
    std::string err;
};

class Commands : public testing::Test {
protected:
    Commands()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "optgate-cmd-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        std::ofstream{config_()} << "[store]\nurl = \"" << url() << "\"\n";
    }
    ~Commands() override { std::filesystem::remove_all(folder_); }

    std::string config_() const { return (folder_ / "optgate.toml").string(); }
    std::string url() const { return "sqlite:" + (folder_ / "test.db").string(); }

    Ran run(std::vector<std::string> arguments) const
    {
        CLI::App program{"optgate"};
        program.require_subcommand(1);
        std::ostringstream out;
        std::ostringstream err;
        Terminal terminal{out, err};
        add_token(program, terminal);
        add_journal(program, terminal);
        add_decide(program, terminal);
        add_verify(program, terminal);
        std::vector<char const*> argv{"optgate"};
        for (auto const& argument : arguments)
            argv.push_back(argument.c_str());
        auto const code =
            commands::run(program, terminal, static_cast<int>(argv.size()), argv.data());
        return {code, out.str(), err.str()};
    }

    std::filesystem::path folder_;
};

TEST_F(Commands, TokenCreatePrintsTheSecretAndTheStoreKeepsItsDigest)
{
    auto const made = run({"token", "create", "crm", "--role", "admin", "--config", config_()});

    ASSERT_EQ(made.code, done) << made.err;
    auto const secret = made.out.substr(0, made.out.size() - 1);
    auto const tokens = store::open(url())->reader()->tokens();
    ASSERT_EQ(tokens.size(), 1U);
    EXPECT_EQ(tokens[0].digest, admin::digest_of(secret));
    EXPECT_EQ(tokens[0].role, model::Role::admin);
}

TEST_F(Commands, TokenListAndRemove)
{
    run({"token", "create", "crm", "--role", "operator", "--config", config_()});

    auto const twice = run({"token", "create", "crm", "--config", config_()});
    auto const list = run({"token", "list", "--config", config_()});
    auto const removed = run({"token", "remove", "crm", "--config", config_()});
    auto const again = run({"token", "remove", "crm", "--config", config_()});

    EXPECT_EQ(twice.code, said_no);
    EXPECT_THAT(list.out, StartsWith("crm\toperator\t20"));
    EXPECT_EQ(removed.code, done);
    EXPECT_EQ(again.code, said_no);
}

TEST_F(Commands, WrongOptionsAreUsage)
{
    EXPECT_EQ(run({}).code, usage);
    EXPECT_EQ(run({"token"}).code, usage);
    EXPECT_EQ(run({"token", "create", "crm", "--role", "king"}).code, usage);
    EXPECT_EQ(run({"token", "create", "a b", "--config", config_()}).code, usage);
    EXPECT_EQ(run({"decide", "--channel", "fax", "--to", "x"}).code, usage);
    EXPECT_EQ(run({"journal", "--csv", "--json", "--config", config_()}).code, usage);
    EXPECT_EQ(run({"journal", "--verdict", "maybe", "--config", config_()}).code, usage);
}

TEST_F(Commands, HelpIsNoError)
{
    auto const help = run({"decide", "--help"});

    EXPECT_EQ(help.code, done);
    EXPECT_THAT(help.out, HasSubstr("--channel"));
}

TEST_F(Commands, AStoreThatIsNoneSaysNo)
{
    std::ofstream{folder_ / "test.db"} << std::string(4'096, 'x');

    auto const ran = run({"token", "list", "--config", config_()});

    EXPECT_EQ(ran.code, said_no);
    EXPECT_THAT(ran.err, StartsWith("optgate: "));
}

model::JournalEntry entry(std::string decision)
{
    model::JournalEntry entry;
    entry.decision = std::move(decision);
    entry.category = "marketing";
    entry.address = "+14155550100";
    entry.reason = model::Reason::consent_withdrawn;
    return entry;
}

TEST_F(Commands, JournalPrintsLinesCsvAndJsonWhileSomebodyElseHasTheStoreOpen)
{
    auto const serving = store::open(url());
    auto const writer = serving->writer();
    writer->commit({{}, {entry("d1"), entry("d2")}});

    auto const lines = run({"journal", "--config", config_()});
    auto const csv = run({"journal", "--csv", "--limit", "1", "--config", config_()});
    auto const json =
        run({"journal", "--json", "--address", "(415) 555-0100", "--config", config_()});
    auto const none = run({"journal", "--channel", "email", "--config", config_()});

    EXPECT_EQ(lines.code, done) << lines.err;
    EXPECT_THAT(lines.out,
                HasSubstr("suppressed  consent_withdrawn  sms  marketing  +14155550100"));
    EXPECT_THAT(csv.out, StartsWith("decision,time"));
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 2);
    EXPECT_THAT(json.out, StartsWith("{\"decision\":\"d2\""));
    EXPECT_TRUE(none.out.empty());
}

TEST_F(Commands, DecideExplainsEachRecipient)
{
    {
        auto const store = store::open(url());
        model::Change stop{
            model::SetPreference{
                model::Address::restored("+14155550100"),
                {model::Channel::sms, model::read_covers("marketing"), model::State::stop}},
            {"test", "staff", "", {}}};
        store->writer()->commit({{stop}, {}});
    }

    auto const ran = run({"decide", "--channel", "sms", "--to", "(415) 555-0100", "+14155550199",
                          "--category", "marketing", "--config", config_()});

    EXPECT_EQ(ran.code, said_no);
    EXPECT_THAT(ran.out, HasSubstr("category  marketing, promotional"));
    EXPECT_THAT(ran.out, HasSubstr("(415) 555-0100 = +14155550100\n  suppress  consent_withdrawn"));
    EXPECT_THAT(ran.out, HasSubstr("+14155550199\n  deliver  allowed"));
}

TEST_F(Commands, DecideTellsWhatATextReads)
{
    auto const ran = run({"decide", "--channel", "sms", "--to", "+14155550199", "--text",
                          "Dear Ada, how are you?", "--config", config_()});

    EXPECT_EQ(ran.code, done) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("because   model: "));
    EXPECT_THAT(ran.out, HasSubstr("the text  reads "));
    EXPECT_EQ(ran.out.find("Ada"), std::string::npos);
    EXPECT_EQ(run({"decide", "--channel", "sms", "--to", "+14155550199", "--text", "Hi",
                   "--category", "billing", "--config", config_()})
                  .code,
              usage);
}

TEST_F(Commands, DecideSaysYesWithZero)
{
    auto const ran = run({"decide", "--channel", "email", "--to", "a@example.com", "--category",
                          "billing", "--config", config_()});

    EXPECT_EQ(ran.code, done) << ran.err;
    EXPECT_EQ(run({"decide", "--channel", "email", "--to", "a@example.com", "--category", "spam",
                   "--config", config_()})
                  .code,
              usage);
}

void stop(std::string const& url, std::string number)
{
    model::Preference const preference{model::Channel::sms, {}, model::State::stop};
    store::open(url)->writer()->commit(
        {{{model::SetPreference{model::Address::restored(std::move(number)), preference},
           {"ada", "staff", "", model::Time{}}}},
         {}});
}

TEST_F(Commands, VerifyPrintsTheHeadOfAWholeLedger)
{
    stop(url(), "+14155550100");

    auto const verified = run({"verify", "--config", config_()});

    EXPECT_EQ(verified.code, done) << verified.err;
    EXPECT_THAT(verified.out,
                testing::MatchesRegex("the ledger is whole: 1 entry\nhead 1:[0-9a-f]{64}\n"));
}

TEST_F(Commands, VerifyComparesAHeadNotedEarlier)
{
    stop(url(), "+14155550100");
    auto const printed = run({"verify", "--config", config_()}).out;
    auto head = printed.substr(printed.find("head ") + 5, 66);
    stop(url(), "+14155550101");

    EXPECT_EQ(run({"verify", "--config", config_(), "--head", head}).code, done);
    head.back() = head.back() == '0' ? '1' : '0';
    auto const other = run({"verify", "--config", config_(), "--head", head});
    EXPECT_EQ(other.code, said_no);
    EXPECT_THAT(other.err, HasSubstr("broken at entry 1: head"));
    EXPECT_EQ(run({"verify", "--config", config_(), "--head", "1:xyz"}).code, usage);
}

TEST_F(Commands, VerifyNamesTheEntryThatWasChangedByHand)
{
    stop(url(), "+14155550100");
    stop(url(), "+14155550101");
    store::sqlite::Connection{(folder_ / "test.db").string(), store::sqlite::Connection::Use::write}
        .run(
            "DROP TRIGGER ledger_keeps_its_lines;"
            "UPDATE ledger SET evidence = 'agreed by phone' WHERE sequence = 2");

    auto const verified = run({"verify", "--config", config_()});

    EXPECT_EQ(verified.code, said_no);
    EXPECT_THAT(verified.err, HasSubstr("broken at entry 2: digest"));
    EXPECT_EQ(verified.err.find("+1415"), std::string::npos);
}

TEST_F(Commands, VerifyMakesNoDatabaseWhereNoneIs)
{
    auto const verified = run({"verify", "--config", config_()});

    EXPECT_EQ(verified.code, said_no);
    EXPECT_THAT(verified.err, HasSubstr("there is no database"));
}

}  // namespace
}  // namespace gateway::commands
