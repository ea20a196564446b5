#include "providers/auth/secret.hpp"

#include <gtest/gtest.h>
#include <openssl/crypto.h>

namespace providers::auth {
namespace {

TEST(Secret, HoldsItsBytesInTheSecureHeap)
{
    Secret const secret{"wJalrXUtnFEMI"};
    auto const copy = secret;

    EXPECT_EQ(copy.view(), "wJalrXUtnFEMI");
    EXPECT_EQ(copy.view().data(), secret.view().data());
    EXPECT_EQ(CRYPTO_secure_allocated(secret.view().data()), 1);
}

TEST(Secret, MayBeEmpty)
{
    EXPECT_TRUE(Secret{}.empty());
    EXPECT_TRUE(Secret{""}.empty());
}

TEST(Wipe, LeavesNothingOfAText)
{
    std::string text = "a text long enough not to be inside the string itself";
    auto const* const bytes = text.data();
    auto const size = text.size();

    wipe(text);

    EXPECT_TRUE(text.empty());
    EXPECT_EQ(std::string(bytes, size), std::string(size, '\0'));
}

}  // namespace
}  // namespace providers::auth
