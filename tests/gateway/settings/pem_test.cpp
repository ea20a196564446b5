#include "gateway/settings/pem.hpp"

#include "tests/gateway/settings/scratch.hpp"

#include <gtest/gtest.h>

namespace gateway::settings {
namespace {

TEST(Pem, ACertificateAndItsKeyAreFine)
{
    Scratch const scratch;
    auto const made = self_signed();
    auto const certificate = scratch.file("c.pem", made.certificate);
    EXPECT_EQ(trouble_with_certificates(certificate), std::nullopt);
    EXPECT_EQ(trouble_with_key(scratch.file("k.pem", made.key), certificate), std::nullopt);
}

TEST(Pem, ACertificateThatIsNotThereOrNoneIsTrouble)
{
    Scratch const scratch;
    EXPECT_EQ(trouble_with_certificates(scratch.path("none")), "can't be read");
    EXPECT_EQ(trouble_with_certificates(scratch.file("x", "x")), "holds no certificate (PEM)");
    EXPECT_EQ(trouble_with_certificates(scratch.file("k", self_signed().key)),
              "holds no certificate (PEM)");
}

TEST(Pem, AnotherCertificatesKeyIsTrouble)
{
    Scratch const scratch;
    auto const certificate = scratch.file("c.pem", self_signed().certificate);
    EXPECT_EQ(trouble_with_key(scratch.file("k.pem", self_signed().key), certificate),
              "is not the key of the certificate");
    EXPECT_EQ(trouble_with_key(certificate, certificate),
              "holds no private key (PEM, without a password)");
    EXPECT_EQ(trouble_with_key(scratch.path("none"), certificate), "can't be read");
}

}  // namespace
}  // namespace gateway::settings
