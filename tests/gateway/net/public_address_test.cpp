#include "gateway/net/public_address.hpp"

#include <gtest/gtest.h>

namespace gateway {
namespace {

bool is_public_text(char const* text)
{
    return is_public(boost::asio::ip::make_address(text));
}

TEST(PublicAddress, IsNoneOfTheOperatorsOwnNetworks)
{
    for (auto const* text :
         {"0.0.0.0",         "10.1.2.3",    "100.64.0.1",   "127.0.0.1",       "169.254.169.254",
          "172.31.255.255",  "192.0.0.1",   "192.168.0.1",  "198.19.255.255",  "224.0.0.1",
          "255.255.255.255", "::",          "::1",          "::ffff:10.0.0.1", "64:ff9b::a00:1",
          "2001::1",         "2001:db8::1", "2002:a00:1::", "fc00::1",         "fe80::1",
          "fec0::1",         "ff02::1"}) {
        EXPECT_FALSE(is_public_text(text)) << text;
    }
    for (auto const* text : {"9.255.255.255", "100.128.0.1", "172.32.0.1", "198.20.0.1",
                             "::ffff:8.8.8.8", "2001:4860::1", "2a00::1"}) {
        EXPECT_TRUE(is_public_text(text)) << text;
    }
}

}  // namespace
}  // namespace gateway
