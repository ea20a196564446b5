// optgate classify: JSON lines in, the same lines with what was found out. All texts here are invented.
#include "gateway/commands/classify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gateway::commands {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Ran {
    int code;
    std::vector<std::string> lines;
    std::string err;
};

class Classify : public testing::Test {
protected:
    Classify()
    {
        auto pattern =
            (std::filesystem::temp_directory_path() / "optgate-classify-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~Classify() override { std::filesystem::remove_all(folder_); }

    std::string file(std::string const& name, std::string const& text) const
    {
        std::ofstream{folder_ / name} << text;
        return (folder_ / name).string();
    }

    static Ran run(std::vector<std::string> const& arguments)
    {
        CLI::App program{"optgate"};
        program.require_subcommand(1);
        std::ostringstream out;
        std::ostringstream err;
        Terminal terminal{out, err};
        add_classify(program, terminal);
        std::vector<char const*> argv{"optgate", "classify"};
        for (auto const& argument : arguments)
            argv.push_back(argument.c_str());
        auto const code =
            commands::run(program, terminal, static_cast<int>(argv.size()), argv.data());
        std::vector<std::string> lines;
        std::istringstream printed{out.str()};
        for (std::string line; std::getline(printed, line);)
            lines.push_back(line);
        return {code, lines, err.str()};
    }

    std::filesystem::path folder_;
};

TEST_F(Classify, EveryLineComesBackAsItWasWithWhatWasFound)
{
    auto const ran =
        run({file("a.jsonl",
                  "{\"id\": 19.90, \"text\": \"Your Acme code is 482913\", \"channel\": \"sms\"}\n"
                  "{\"text\": \"\"}")});

    EXPECT_EQ(ran.code, done) << ran.err;
    ASSERT_EQ(ran.lines.size(), 2U);
    EXPECT_THAT(
        ran.lines[0],
        StartsWith(
            "{\"id\": 19.90, \"text\": \"Your Acme code is 482913\", \"channel\": \"sms\","));
    auto const found = boost::json::parse(ran.lines[0]).as_object();
    EXPECT_EQ(found.at("kind"), "transactional");
    EXPECT_EQ(found.at("category"), "one_time_code");
    EXPECT_EQ(found.at("outcome"), "transactional");
    EXPECT_LT(found.at("score").as_double(), 0.05);
    EXPECT_EQ(found.at("evidence").at("step"), "rule");
    EXPECT_TRUE(boost::json::parse(ran.lines[1]).as_object().contains("kind"));
}

TEST_F(Classify, TheModelAloneAsksNoRule)
{
    auto const ran =
        run({"--model-only", file("a.jsonl", R"({"text": "Your Acme code is 482913"})")});

    ASSERT_EQ(ran.lines.size(), 1U);
    EXPECT_EQ(boost::json::parse(ran.lines[0]).at("evidence").at("step"), "model");
}

TEST_F(Classify, KeysOfOursThatWereThereAreReplaced)
{
    auto const ran = run({file("a.jsonl", R"({"kind": "x", "text": "Hello", "score": 3})")});

    ASSERT_EQ(ran.lines.size(), 1U);
    EXPECT_THAT(ran.lines[0], Not(HasSubstr("\"x\"")));
    EXPECT_THAT(ran.lines[0], StartsWith(R"({"text":"Hello","kind":)"));
}

TEST_F(Classify, ABadLineIsToldByItsNumberAndTheRestGoesOn)
{
    auto const ran =
        run({file("a.jsonl",
                  "{\"text\": \"one\"}\nnot json\n{\"subject\": \"no text\"}\n{\"text\": 4}\n"
                  "{\"text\": \"x\", \"channel\": \"pigeon\"}\n{\"text\": \"six\"}\n")});

    EXPECT_EQ(ran.code, said_no);
    EXPECT_EQ(ran.lines.size(), 2U);
    for (auto const* place : {"a.jsonl:2:", "a.jsonl:3:", "a.jsonl:4:", "a.jsonl:5:"}) {
        EXPECT_THAT(ran.err, HasSubstr(place));
    }
    EXPECT_THAT(ran.err, HasSubstr("4 lines could not be read"));
}

TEST_F(Classify, LabelsMakeATable)
{
    auto const ran =
        run({file("a.jsonl",
                  "{\"text\": \"Your Acme code is 482913\", \"label\": \"transactional\"}\n"
                  "{\"text\": \"[QC] Giam gia 50%\", \"label\": \"promotional\"}\n")});

    EXPECT_THAT(ran.err, HasSubstr("promotional                    1             0       0"));
    EXPECT_THAT(ran.err, HasSubstr("transactional                  0             1       0"));
    EXPECT_THAT(ran.err, HasSubstr("accuracy 1.0000 of 2, AUC 1.0000"));
    EXPECT_THAT(ran.err, HasSubstr("right 1/1"));
}

TEST_F(Classify, RulesOfOnesOwnAreAskedBesideTheShippedOnes)
{
    auto const rules =
        file("mine.toml", "[[rule]]\nname = \"mine\"\ncategory = \"survey\"\npattern = 'zebra'\n");
    auto const ran = run({"--rules", rules, file("a.jsonl", R"({"text": "zebra"})")});

    ASSERT_EQ(ran.lines.size(), 1U) << ran.err;
    EXPECT_EQ(boost::json::parse(ran.lines[0]).at("category"), "survey");
}

TEST_F(Classify, ABadRuleFileIsRefusedWithItsLine)
{
    auto const rules =
        file("mine.toml", "[[rule]]\nname = \"mine\"\ncategory = \"survey\"\npattern = '('\n");
    auto const ran = run({"--rules", rules, file("a.jsonl", R"({"text": "zebra"})")});

    EXPECT_EQ(ran.code, said_no);
    EXPECT_THAT(ran.err, HasSubstr("mine.toml:4:"));
}

TEST_F(Classify, AFileThatIsNotThereIsNamed)
{
    auto const ran = run({"/nowhere/a.jsonl"});

    EXPECT_EQ(ran.code, said_no);
    EXPECT_THAT(ran.err, HasSubstr("/nowhere/a.jsonl"));
}

}  // namespace
}  // namespace gateway::commands
