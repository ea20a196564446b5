#include "gateway/settings/secrets.hpp"

#include "tests/gateway/settings/scratch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdlib.h>

namespace gateway::settings {
namespace {

using testing::HasSubstr;
using testing::Not;

// FIPS 180-4, the one-block example: SHA-256("abc")
constexpr auto abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Secrets, ComeFromTheEnvironment)
{
    ::setenv("OPTGATE_TEST_SECRET", "abc", 1);
    EXPECT_EQ(*read_reference("env:OPTGATE_TEST_SECRET"), "abc");
}

TEST(Secrets, OfProvidersAreTakenOutOfTheEnvironmentOnceAndKept)
{
    ::setenv("OPTGATE_TEST_KEY", "abc:def", 1);
    EXPECT_EQ(read_secret("env:OPTGATE_TEST_KEY")->view(), "abc:def");
    EXPECT_STREQ(::getenv("OPTGATE_TEST_KEY"), "");
    EXPECT_EQ(read_secret("env:OPTGATE_TEST_KEY")->view(), "abc:def");
    ::setenv("OPTGATE_TEST_KEY", "new", 1);
    EXPECT_EQ(read_secret("env:OPTGATE_TEST_KEY")->view(), "new");
    EXPECT_FALSE(read_secret("env:OPTGATE_TEST_NO_KEY"));
    EXPECT_FALSE(read_secret("abc:def"));
}

TEST(Secrets, AMissingOrEmptyVariableIsAProblem)
{
    ::unsetenv("OPTGATE_TEST_NONE");
    ::setenv("OPTGATE_TEST_EMPTY", "", 1);
    EXPECT_THAT(read_reference("env:OPTGATE_TEST_NONE").error().what,
                HasSubstr("OPTGATE_TEST_NONE"));
    EXPECT_FALSE(read_reference("env:OPTGATE_TEST_EMPTY"));
}

TEST(Secrets, ComeFromAFileWithoutItsLineEnd)
{
    Scratch const scratch;
    EXPECT_EQ(*read_reference("file:" + scratch.file("unix", "abc\n")), "abc");
    EXPECT_EQ(*read_reference("file:" + scratch.file("dos", "abc\r\n")), "abc");
    EXPECT_EQ(*read_reference("file:" + scratch.file("bare", "abc")), "abc");
    EXPECT_EQ(*read_reference("file:" + scratch.file("two", "abc\n\n")), "abc\n");
}

TEST(Secrets, AMissingOrEmptyFileOrADirectoryIsAProblem)
{
    Scratch const scratch;
    EXPECT_FALSE(read_reference("file:" + scratch.path("none")));
    EXPECT_FALSE(read_reference("file:" + scratch.file("empty", "\n")));
    EXPECT_FALSE(read_reference("file:" + scratch.path("")));
}

TEST(Digests, AreTakenAsTheyAreOrMadeOfASecret)
{
    ::setenv("OPTGATE_TEST_SECRET", "abc", 1);
    EXPECT_EQ(sha256("abc"), abc);
    EXPECT_EQ(*read_digest("env:OPTGATE_TEST_SECRET"), abc);
    EXPECT_EQ(*read_digest(std::string{"sha256:"} + abc), abc);
    EXPECT_EQ(
        *read_digest("sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
        abc);
}

TEST(Digests, ASecretInTheClearIsRefusedAndNotRepeated)
{
    for (auto const* text : {"", "Bearer hush", "sha256:", "sha256:abc", "hush"}) {
        auto const digest = read_digest(text);
        ASSERT_FALSE(digest) << text;
        EXPECT_THAT(digest.error().what, Not(HasSubstr("hush")));
    }
}

}  // namespace
}  // namespace gateway::settings
