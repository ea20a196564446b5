// tests/gateway/pipeline/test_gateway.hpp: a whole gateway inside the test: a store in a folder of its own, real
// sockets on free ports, settings from the text an operator would write, with deadlines short enough to wait for.
#pragma once

#include "gateway/assembly.hpp"
#include "store/store.hpp"
#include "tests/fakes/message.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

class TestGateway {
public:
    ~TestGateway();

    /// The settings such a text means. `limits` and `upstream`: more keys of those tables.
    struct Text {
        std::string providers;
        std::string limits{};
        std::string upstream{};
        std::string listen{};
        unsigned threads = 1;
        /// What no text can say.
        std::function<void(gateway::Settings&)> adjust{};
        gateway::Resolve resolve = gateway::ask_system;
    };
    explicit TestGateway(Text text);
    gateway::Settings settings(Text const& text) const;

    std::uint16_t port() const { return assembly_->gateway().port; }
    gateway::Assembly& assembly() { return *assembly_; }
    std::filesystem::path const& folder() const { return folder_; }
    void stop() { assembly_->stop(); }

    /// Stops promotional messages to an address on a channel; durable, visible and acknowledged when this returns.
    void stop_promotional(std::string const& address, std::string const& channel = "any");
    /// Stops everything.
    void stop_all(std::string const& address);

    /// What the journal holds, newest first. Waits for nothing: whoever was answered is in it.
    std::vector<model::JournalEntry> journal() const;
    /// What the store holds of applications' calibrations.
    std::vector<model::ScoreCount> scores() const;

private:
    void stop_covered(std::string const& address, std::string const& channel,
                      std::string const& covers);

    std::filesystem::path folder_;
    std::unique_ptr<gateway::Assembly> assembly_;
};

/// A caller's connection.
struct Client {
    explicit Client(std::uint16_t port) : link{Link::to(port)}, reading{*link} {}

    /// Sends, and reads one answer; a message with no start line where there is none.
    Message ask(std::string_view bytes, bool bodiless = false);

    std::unique_ptr<Link> link;
    Reading reading;
};

inline constexpr std::string_view twilio_path =
    "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json";
inline constexpr std::string_view stopped_phone = "+14155550100";
inline constexpr std::string_view other_phone = "+14155550101";

/// A Twilio send as its SDK makes it. `fields`: whole lines of the head.
std::string twilio_send(std::string_view to, std::string const& fields = "",
                        std::string const& prefix = "");
std::string sendgrid_send(std::vector<std::string> const& to, std::string const& fields = "");
std::string post(std::string_view target, std::string_view type, std::string_view body,
                 std::string const& fields = "");

inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";

}  // namespace tests
