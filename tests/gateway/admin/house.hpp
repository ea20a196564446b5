// tests/gateway/admin/house.hpp: an admin API on a real store and a real socket. Every answer is held against the
// OpenAPI document that the server itself gives out.
#pragma once

#include "gateway/admin/server.hpp"
#include "tests/fakes/standing_store.hpp"
#include "tests/gateway/admin/client.hpp"
#include "tests/gateway/admin/schema.hpp"

#include <gtest/gtest.h>
#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

namespace tests {

gateway::Settings small_settings();

class AdminApi : public testing::Test {
protected:
    AdminApi();
    ~AdminApi() override;

    /// As the operator, unless told otherwise; "" sends no token.
    Response call(std::string const& method, std::string const& target,
                  std::string const& body = "", std::string const& token = "operator-secret",
                  Headers headers = {});
    Response get(std::string const& target, std::string const& token = "operator-secret")
    {
        return call("GET", target, "", token);
    }
    Response put(std::string const& target, std::string const& body,
                 std::string const& token = "operator-secret")
    {
        return call("PUT", target, body, token);
    }

    /// Commits entries and waits until they are durable.
    void record(std::vector<model::JournalEntry> entries);
    model::JournalEntry entry(std::string decision, std::string address) const;

    std::uint16_t port() const { return server_->bound().port; }

    std::filesystem::path folder_;
    gateway::Settings settings_ = small_settings();
    std::unique_ptr<StandingStore> store_;
    std::optional<store::Index> index_;
    std::optional<store::GroupCommit> commit_;
    std::atomic<std::int64_t> seconds_{0};  ///< of the back-off's clock
    std::atomic<bool> ready_{true};
    std::optional<gateway::admin::Server> server_;
    std::optional<OpenApi> api_;
};

}  // namespace tests
