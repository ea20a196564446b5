// tests/gateway/durability/house.hpp: a folder with a configuration and a store, a counting provider, and the people
// who are written to.
#pragma once

#include "tests/gateway/durability/client.hpp"
#include "tests/gateway/durability/process.hpp"
#include "tests/gateway/durability/upstream.hpp"
#include "tests/sanitized.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace tests {

/// How many rounds a test takes: the environment's word, else `shipped`, under a sanitizer a tenth of it.
int rounds_of(char const* variable, int shipped);

/// Asks again and again until another process got there. False: it never did, within 30 seconds.
bool eventually(std::function<bool()> const& condition);

/// Somebody who gets texts or mail.
struct Recipient {
    std::string address;   ///< "+14155550100", "ann@example.com"
    std::string customer;  ///< whose choices count for it; empty: its own

    bool has_mail() const { return address.find('@') != std::string::npos; }
    /// Where its choices are put.
    std::string preferences() const;
};

/// Number `i` of many: phones and mail addresses, some of them customers'.
Recipient recipient(int i);
/// "stop" or "allow" of everything promotional.
std::string choice(Recipient const& who, bool stop);

/// One send, in the dialect of whoever gets it.
struct Message {
    std::string target;
    std::string content_type;
    std::string body;
};
Message message_to(Recipient const& who, std::string const& mark);

class House : public testing::Test {
protected:
    House();
    ~House() override;
    /// A sanitizer speaks on stderr; a process that is killed can't tell by its exit code.
    void TearDown() override { EXPECT_EQ(said("Sanitizer"), 0U); }

    /// Writes the configuration: what all tests need, and `more` behind it.
    void configure(std::string const& more = {}, std::string const& store = {});
    Gateway start() const { return {configuration(), errors()}; }
    /// Runs `optgate serve` to its end; its exit code.
    int serve_to_the_end() const;

    std::filesystem::path configuration() const { return folder_ / "optgate.toml"; }
    std::filesystem::path store() const { return folder_ / "store" / "ledger.db"; }
    std::filesystem::path errors() const { return folder_ / "stderr.log"; }
    /// All that was said on stderr so far.
    std::string said() const;
    /// How often it was.
    std::size_t said(std::string const& text) const;

    std::filesystem::path folder_;
    CountingUpstream upstream_;
};

/// Sends; a category where one is given.
std::optional<Answer> send(Client& client, Recipient const& who, std::string const& mark,
                           std::string const& category = {});
/// Puts a choice; the status, 0 where no answer came.
unsigned choose(Client& admin, Recipient const& who, bool stop);
/// Whether promotional messages would be kept from it now; none: the admin API did not say.
std::optional<bool> is_stopped(Client& admin, Recipient const& who);
/// Whether the journal has a decision with something kept back in it.
bool is_journalled(Client& admin, std::string const& decision);

}  // namespace tests
