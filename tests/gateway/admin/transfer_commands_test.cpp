// import, export and prune as a user runs them: the real program, on real files.
#include "store/claim.hpp"
#include "store/sqlite/connection.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Ran {
    int code;
    std::string out;
    std::string err;
};

std::string contents(std::filesystem::path const& path)
{
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
}

class TransferCommands : public testing::Test {
protected:
    TransferCommands()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "optgate-tr-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        configure("one");
        configure("two");
    }
    ~TransferCommands() override { std::filesystem::remove_all(folder_); }

    void configure(std::string const& name) const
    {
        std::ofstream{folder_ / (name + ".toml")} << "[store]\nurl = \"" << url(name) << "\"\n";
    }
    std::string url(std::string const& name = "one") const
    {
        return "sqlite:" + path(name + ".db");
    }
    std::string path(std::string const& name) const { return (folder_ / name).string(); }
    std::string write(std::string const& name, std::string const& text) const
    {
        std::ofstream{folder_ / name, std::ios::binary} << text;
        return path(name);
    }

    /// Starts the program; its standard output and error go to files.
    pid_t start(std::vector<std::string> arguments) const
    {
        auto const child = fork();
        if (child != 0) return child;
        if (!std::freopen((stdout_.empty() ? path("out") : stdout_).c_str(), "w", stdout))
            _exit(127);
        if (stdout_is_closed_) ::close(STDOUT_FILENO);
        if (!std::freopen(path("err").c_str(), "w", stderr)) _exit(127);
        std::vector<char*> argv{const_cast<char*>(OPTGATE)};
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        execv(OPTGATE, argv.data());
        _exit(127);
    }
    Ran run(std::string const& command, std::vector<std::string> arguments,
            std::string const& store = "one") const
    {
        arguments.insert(arguments.begin(), command);
        arguments.insert(arguments.end(), {"--config", path(store + ".toml")});
        int status = 0;
        waitpid(start(std::move(arguments)), &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(path("out")),
                contents(path("err"))};
    }

    static std::map<std::string, model::Profile> profiles(std::string const& url)
    {
        std::map<std::string, model::Profile> found;
        store::open(url)->reader()->each_profile([&](store::Folded const& folded) {
            auto const* address = std::get_if<model::Address>(&folded.subject);
            auto const* customer = std::get_if<model::OfCustomer>(&folded.subject);
            if (address) found[address->text()] = folded.profile;
            if (customer) found["customer " + customer->id] = folded.profile;
        });
        return found;
    }
    static std::int64_t ledger_length(std::string const& url)
    {
        return store::open(url)->reader()->head().sequence;
    }

    std::filesystem::path folder_;
    std::string stdout_;  ///< where it goes; empty: to a file
    bool stdout_is_closed_ = false;
};

std::string many_rows(int rows)
{
    std::string text = "address,channel,suppression\n";
    for (int i = 0; i < rows; ++i) {
        text += "+1415" + std::to_string(2'000'000 + i) + ",sms,do_not_contact\n";
    }
    return text;
}

TEST_F(TransferCommands, WhatIsExportedImportsIntoAnEmptyStoreToTheSameState)
{
    auto const file = write("in.jsonl",
                            R"({"customer":"b1","kind":"billing_account","name":"Ada, \"A\" & co"}
{"customer":"l1","kind":"location","carbon_copy_of":"b1"}
{"record":"contact","customer":"b1","address":"+14155550100","label":"home"}
{"record":"contact","customer":"l1","address":"+14155550101","label":"work"}
{"record":"contact","customer":"l1","address":"+14155550100","label":"mobile"}
{"record":"contact","customer":"b1","address":"ada@example.com"}
{"customer":"b1","channel":"sms","covers":"promotional","state":"stop","source":"reply","evidence":"STOP"}
{"customer":"l1","channel":"email","covers":"marketing","state":"allow","source":"web"}
{"address":"+14155550199","channel":"any","covers":"any","state":"stop","source":"staff"}
{"address":"x@example.com","channel":"email","suppression":"hard_bounce","source":"provider"}
{"address":"+14155550198","channel":"sms","suppression":"stop_reply","sender":"+15550001","source":"reply"}
)");
    auto const imported = run("import", {file});
    ASSERT_EQ(imported.code, 0) << imported.err;
    ASSERT_EQ(run("export", {"--output", path("all.csv")}).code, 0);
    ASSERT_EQ(run("export", {"--output", path("all.jsonl")}).code, 0);

    auto const from_csv = run("import", {path("all.csv")}, "two");
    configure("three");
    auto const from_json = run("import", {path("all.jsonl")}, "three");

    EXPECT_EQ(from_csv.code, 0) << from_csv.err;
    EXPECT_EQ(from_json.code, 0) << from_json.err;
    EXPECT_EQ(profiles(url("one")), profiles(url("two")));
    EXPECT_EQ(profiles(url("one")), profiles(url("three")));
    EXPECT_EQ(profiles(url("one")).size(), 8U);  // two customers, six addresses
    auto const customer = store::open(url("two"))->reader()->customer("l1");
    ASSERT_TRUE(customer);
    EXPECT_EQ(customer->customer.carbon_copy_of, "b1");
    EXPECT_EQ(customer->customer.contacts[0].address.text(), "+14155550101");
    EXPECT_EQ(customer->origins[0].source, "web");
    EXPECT_EQ(run("verify", {}, "two").code, 0);
    auto const again = run("import", {path("all.csv")}, "two");
    EXPECT_THAT(again.out, HasSubstr(" 0 changed")) << again.out;
}

TEST_F(TransferCommands, BadRowsAreToldAndTheRestIsImported)
{
    auto const file = write("in.csv",
                            "address,channel,suppression\n12,sms,complaint\n"
                            "+14155550100,sms,complaint\n+14155550101,fax,complaint\n");

    auto const ran = run("import", {file, "--errors", path("errors.csv")});

    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.out, "3 rows: 1 changed, 0 unchanged, 2 refused\n");
    EXPECT_THAT(ran.err, HasSubstr("in.csv: line 2, column \"address\": "));
    EXPECT_THAT(ran.err, HasSubstr("must be any, sms, email, whatsapp, viber or rcs"));
    EXPECT_THAT(contents(path("errors.csv")), HasSubstr("\"line 4, column \"\"channel\"\"\""));
    EXPECT_EQ(ledger_length(url()), 1);
}

TEST_F(TransferCommands, NotesOfImportedRowsReadAsSentences)
{
    run("import", {write("in.csv",
                         "address,channel,suppression,sender,source,evidence,at\n"
                         "+14155550100,sms,stop_reply,+15550001,reply,STOP,2026-05-03\n"),
                   "--actor", "ada"});
    run("import",
        {write("in.csv", "phone,channel,covers,state\n+14155550100,any,billing,allow\n")});

    auto const entries =
        store::open(url())->reader()->history(model::Address::restored("+14155550100"), 0, 10);

    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].note,
              "SMS to +14155550100 from +15550001 suppressed after a STOP reply, by ada (reply)."
              " Evidence: STOP; at 2026-05-03");
    EXPECT_EQ(entries[1].note,
              "Billing messages on every channel allowed for +14155550100 by import.");
}

/// Some are of customers, one in a thousand can't be read.
std::string mixed_rows(int rows)
{
    std::string text = "customer,address,channel,covers,state,suppression\n";
    for (int i = 0; i < rows; ++i) {
        auto const number = "+1415" + std::to_string(2'000'000 + i * 7'919LL % 1'000'003);
        if (i % 1'000 == 1) {
            text += ",12,sms,,,complaint\n";
        } else if (i % 1'000 == 2) {
            text += "c" + std::to_string(i) + "," + number + ",,,,\n";
        } else if (i % 3 == 0) {
            text += "," + number + ",any,promotional,stop,\n";
        } else {
            text += "," + number + ",sms,,,do_not_contact\n";
        }
    }
    return text;
}

/// Whether the first batch of an import is durable.
bool has_begun(std::string const& file)
{
    if (!std::filesystem::exists(file)) return false;
    try {
        store::sqlite::Connection db{file, store::sqlite::Connection::Use::read};
        return db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'import'") == 1 &&
               db.number("SELECT count(*) FROM import") == 1;
    } catch (store::Unavailable const&) {
        return false;
    }
}

struct KilledImport : TransferCommands {
    /// Starts an import of 300,000 rows, several batches, and kills it behind the first; how many entries it left.
    std::int64_t import_and_kill(std::string const& store)
    {
        kill_behind_the_first_batch(start({"import", file, "--config", path(store + ".toml")}),
                                    store);
        return ledger_length(url(store));
    }
    void kill_behind_the_first_batch(pid_t child, std::string const& store) const
    {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{120};
        while (!has_begun(path(store + ".db")) && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "it ended before it was killed";
    }
    /// That it is, to the row, what an import leaves that nobody killed.
    void expect_whole(std::string const& store)
    {
        if (!std::filesystem::exists(path("whole.db"))) {
            configure("whole");
            run("import", {file}, "whole");
        }
        EXPECT_EQ(profiles(url(store)), profiles(url("whole")));
        EXPECT_EQ(ledger_length(url(store)), ledger_length(url("whole"))) << "a row twice";
        EXPECT_EQ(run("verify", {}, store).code, 0);
    }

    static constexpr int rows = 300'000;
    static constexpr int bad = rows / 1'000;
    std::string file = write("many.csv", mixed_rows(rows));
};

TEST_F(KilledImport, GoesOnWhereItEnded)
{
    ASSERT_GT(import_and_kill("one"), 0);

    auto const resumed = run("import", {file, "--resume"});
    auto const again = run("import", {file, "--resume"});

    EXPECT_THAT(resumed.err, HasSubstr("going on behind row "));
    EXPECT_THAT(resumed.out, HasSubstr(" 0 unchanged"));
    EXPECT_THAT(again.out, StartsWith(std::to_string(rows) + " rows: 0 changed, "))
        << "it was finished: nothing is left to go on with";
    EXPECT_THAT(again.err, Not(HasSubstr("going on")));
    expect_whole("one");
}

TEST_F(KilledImport, StartsAnewWhereTheFileWasCorrectedSince)
{
    ASSERT_GT(import_and_kill("one"), 0);
    auto corrected = contents(file);
    auto const row = corrected.find(",12,sms");  // line 3, long done
    corrected.replace(row, 3, ",+4915112345678");
    write("many.csv", corrected);

    auto const resumed = run("import", {file, "--resume"});

    EXPECT_THAT(resumed.err, HasSubstr("starting from the beginning: the file has changed"));
    EXPECT_THAT(resumed.out, StartsWith(std::to_string(rows) + " rows: "));
    EXPECT_EQ(profiles(url()).count("+4915112345678"), 1U);
}

TEST_F(KilledImport, StartsAnewWhereItsRowsWouldMeanSomethingElse)
{
    ASSERT_GT(import_and_kill("one"), 0);

    auto const resumed = run("import", {file, "--resume", "--source", "reply"});

    EXPECT_THAT(resumed.err, HasSubstr("starting from the beginning: the import that ended early "
                                       "had other options"));
    EXPECT_THAT(resumed.out, StartsWith(std::to_string(rows) + " rows: "));
}

TEST_F(KilledImport, RunFromTheBeginningTellsHowManyRowsWereThere)
{
    ASSERT_GT(import_and_kill("one"), 0);
    auto const reached = [&] {
        store::sqlite::Connection db{path("one.db"), store::sqlite::Connection::Use::read};
        return db.number("SELECT rows FROM import");
    }();

    auto const anew = run("import", {file});

    auto const there = reached - (reached + 998) / 1'000;  // the others can't be read
    EXPECT_EQ(anew.out, std::to_string(rows) + " rows: " + std::to_string(rows - bad - there) +
                            " changed, " + std::to_string(there) + " unchanged, " +
                            std::to_string(bad) + " refused\n");
    expect_whole("one");
}

TEST_F(TransferCommands, AStoreThatIsServedIsRefused)
{
    auto const store = store::open(url());
    store::Claim const serving{url()};

    auto const ran = run("import", {write("in.csv", many_rows(1))});

    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("POST /api/v1/imports"));
    EXPECT_EQ(run("export", {}).code, 0);
}

TEST_F(TransferCommands, WrongOptionsAreUsage)
{
    auto const file = write("in.csv", many_rows(1));

    EXPECT_EQ(run("import", {}).code, 2);
    EXPECT_EQ(run("import", {file, "--format", "mailchimp"}).code, 2);
    EXPECT_EQ(run("import", {file, "--columns", "telephone=a"}).code, 2);
    EXPECT_EQ(run("import", {"-", "--resume"}).code, 2);
    EXPECT_EQ(run("import", {path("nothing.csv")}).code, 1);
    EXPECT_EQ(run("export", {"--what", "tokens"}).code, 2);
    EXPECT_EQ(run("export", {}, "two").code, 1) << "there is no store yet";
}

TEST_F(TransferCommands, PruneSplitsAListIntoKeptAndRemoved)
{
    run("import",
        {write("stops.csv", "address,channel,covers,state\n+14155550100,sms,any,stop\n")});
    auto const list = write("list.csv", "name,to\nAda,+1 415 555 0100\nBob,+14155550101\n");

    auto const ran =
        run("prune", {list, "--channel", "sms", "--category", "marketing", "--column", "to",
                      "--kept", path("kept.csv"), "--removed", path("removed.csv")});

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(contents(path("kept.csv")), "name,to\nBob,+14155550101\n");
    EXPECT_EQ(contents(path("removed.csv")),
              "name,to,reason\nAda,+1 415 555 0100,consent_withdrawn\n");
    EXPECT_EQ(ran.err, "1 kept, 1 removed; consent_withdrawn 1\n");
}

TEST_F(TransferCommands, PruneOfABadListLeavesNoHalfBehind)
{
    auto const list = write("list.csv", "to\n+14155550101\n\xE4\n");
    auto const json = write("list.jsonl", "\"+14155550101\"\n");

    auto const bad = run(
        "prune", {list, "--channel", "sms", "--category", "marketing", "--kept", path("kept.csv")});
    auto const good = run("prune", {json, "--channel", "sms", "--category", "marketing"});
    auto const unknown = run("prune", {list, "--channel", "sms", "--category", "spam"});

    EXPECT_EQ(bad.code, 1);
    EXPECT_THAT(bad.err, HasSubstr("line 3, column 1: not UTF-8"));
    EXPECT_FALSE(std::filesystem::exists(path("kept.csv")));
    EXPECT_EQ(good.out, "\"+14155550101\"\n");
    EXPECT_EQ(unknown.code, 2);
}

struct WrittenFiles : TransferCommands {
    WrittenFiles()
    {
        run("import",
            {write("stops.csv", "address,channel,covers,state\n+14155550100,sms,any,stop\n")});
    }
    Ran prune(std::vector<std::string> options) const
    {
        options.insert(options.begin(), {list, "--channel", "sms", "--category", "marketing"});
        return run("prune", std::move(options));
    }
    /// Names in the folder that no test gave.
    std::size_t left_behind() const
    {
        auto const files = std::filesystem::directory_iterator{folder_};
        return static_cast<std::size_t>(std::count_if(
            begin(files), end(files),
            [](auto const& file) { return file.path().filename().string().starts_with('.'); }));
    }

    std::string const both = "to\n+14155550100\n+14155550101\n";
    std::string const kept = "to\n+14155550101\n";
    std::string list = write("list.csv", both);
};

TEST_F(WrittenFiles, AListMayBePrunedInPlaceWhateverItIsCalled)
{
    std::filesystem::create_symlink("list.csv", path("link.csv"));
    std::filesystem::permissions(list, std::filesystem::perms{0640});

    EXPECT_EQ(prune({"--kept", path("link.csv"), "--removed", path("removed.csv")}).code, 0);

    EXPECT_EQ(contents(list), kept);
    EXPECT_TRUE(std::filesystem::is_symlink(path("link.csv")));
    EXPECT_EQ(std::filesystem::status(list).permissions(), std::filesystem::perms{0640});
    EXPECT_EQ(contents(path("removed.csv")), "to,reason\n+14155550100,consent_withdrawn\n");
    EXPECT_EQ(left_behind(), 0U);
}

TEST_F(WrittenFiles, AHardLinkOfTheListIsAnotherFile)
{
    std::filesystem::create_hard_link(list, path("hard.csv"));

    EXPECT_EQ(prune({"--kept", path("hard.csv")}).code, 0);

    EXPECT_EQ(contents(list), both);
    EXPECT_EQ(contents(path("hard.csv")), kept);
}

TEST_F(WrittenFiles, AFailureLeavesWhatWasThereBefore)
{
    write("list.csv", both + "\xE4\n");
    auto const earlier = write("kept.csv", "an earlier list\n");

    auto const pruned = prune({"--kept", earlier, "--removed", list});
    auto const exported = run("export", {"--output", path("nowhere/all.csv")});

    EXPECT_EQ(pruned.code, 1);
    EXPECT_EQ(contents(earlier), "an earlier list\n");
    EXPECT_EQ(contents(list), both + "\xE4\n");
    EXPECT_EQ(exported.code, 1);
    EXPECT_THAT(exported.err, HasSubstr("nowhere/all.csv can't be written: No such file"));
    EXPECT_EQ(left_behind(), 0U);
}

TEST_F(WrittenFiles, ADeviceIsWrittenDirectlyAndStays)
{
    auto const full = path("full");  // leads to a device that this test may not remove by mistake
    std::filesystem::create_symlink("/dev/full", full);

    auto const nowhere = prune({"--kept", "/dev/null", "--removed", "/dev/null"});
    auto const no_room = run("export", {"--output", full});

    EXPECT_EQ(nowhere.code, 0);
    EXPECT_EQ(nowhere.err, "1 kept, 1 removed; consent_withdrawn 1\n");
    EXPECT_EQ(no_room.code, 74);
    EXPECT_TRUE(std::filesystem::is_symlink(full));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(WrittenFiles, OneFileForTwoThingsIsRefused)
{
    auto const twice = prune({"--kept", path("k"), "--removed", path("./k")});
    auto const printed = prune({"--kept", "-", "--removed", "-"});
    auto const errors = run("import", {list, "--errors", list});

    EXPECT_EQ(twice.code, 2);
    EXPECT_THAT(twice.err, HasSubstr("one file"));
    EXPECT_FALSE(std::filesystem::exists(path("k")));
    EXPECT_EQ(printed.code, 2);
    EXPECT_EQ(errors.code, 2);
    EXPECT_EQ(contents(list), both);
}

TEST_F(WrittenFiles, TheStoreIsNeverOverwritten)
{
    auto const before = contents(path("one.db"));
    std::filesystem::create_symlink("one.db", path("link"));

    EXPECT_EQ(run("export", {"--output", path("one.db")}).code, 2);
    EXPECT_EQ(run("export", {"--output", path("link")}).code, 2);
    EXPECT_EQ(run("export", {"--output", path("one.db-wal")}).code, 2);
    EXPECT_EQ(prune({"--kept", path("one.db")}).code, 2);
    EXPECT_EQ(prune({"--removed", path("one.db.index")}).code, 2);
    EXPECT_EQ(run("import", {list, "--errors", path("one.db")}).code, 2);

    EXPECT_EQ(contents(path("one.db")), before);
    EXPECT_EQ(run("verify", {}).code, 0);
}

TEST_F(WrittenFiles, ErrorsThatCantBeToldStopAnImportBeforeItBegins)
{
    auto const rows =
        write("rows.csv", "address,channel,suppression\n+14155550107,sms,complaint\n");

    auto const folder = run("import", {rows, "--errors", path("nowhere/errors.csv")});
    auto const no_room = run("import", {rows, "--errors", "/dev/full"});

    EXPECT_EQ(folder.code, 1);
    EXPECT_EQ(no_room.code, 74);
    EXPECT_EQ(ledger_length(url()), 1) << "the stop of the fixture";
}

TEST_F(KilledImport, ErrorsOfWhatWasDoneBeforeTheKillAreStillTold)
{
    auto const errors = path("errors.csv");
    auto const child = start({"import", file, "--errors", errors, "--config", path("one.toml")});
    kill_behind_the_first_batch(child, "one");

    run("import", {file, "--resume", "--errors", errors});

    std::istringstream told{contents(errors)};
    std::set<std::string> lines;
    for (std::string line; std::getline(told, line);)
        lines.insert(line);
    EXPECT_EQ(lines.size(), 1U + bad) << "a header, and each bad row";
}

struct Unwritten : TransferCommands {
    Unwritten() { run("import", {write("rows.csv", many_rows(1))}); }
    std::vector<Ran> run_those_that_print() const
    {
        return {
            run("export", {}),
            run("journal", {"--csv"}),
            run("verify", {}),
            run("check", {}),
            run("token", {"create", "crm"}),
            run("decide", {"--channel", "sms", "--to", "+14155550100", "--category", "billing"}),
            run("prune", {path("rows.csv"), "--channel", "sms", "--category", "marketing",
                          "--column", "address"})};
    }
};

TEST_F(Unwritten, AFullStdoutIsAnError)
{
    stdout_ = "/dev/full";

    for (auto const& ran : run_those_that_print()) {
        EXPECT_EQ(ran.code, 74) << ran.err;
        EXPECT_THAT(ran.err, HasSubstr("can't be written\n"));
    }
}

TEST_F(Unwritten, AClosedStdoutIsAnErrorAndNoFileIsTakenForIt)
{
    stdout_is_closed_ = true;

    for (auto const& ran : run_those_that_print())
        EXPECT_EQ(ran.code, 74) << ran.err;
    stdout_is_closed_ = false;
    EXPECT_EQ(run("verify", {}).code, 0);
}

TEST_F(TransferCommands, AStoreThatIsDamagedIsToldWithACodeOfItsOwn)
{
    run("import", {write("rows.csv", many_rows(1))});
    store::sqlite::Connection{path("one.db"), store::sqlite::Connection::Use::write}.run(
        "DROP TABLE ledger");

    for (auto const* command : {"verify", "export"}) {
        auto const ran = run(command, {});
        EXPECT_EQ(ran.code, 70) << command;
        EXPECT_THAT(ran.err, StartsWith("optgate: ")) << command;
    }
}

}  // namespace
}  // namespace tests
