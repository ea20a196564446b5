// tests/gateway/durability/client.hpp: one caller with one connection, which tells a lost answer from a bad one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests {

struct Answer {
    unsigned status = 0;
    std::string body;
    std::string verdict;   ///< X-Optgate-Verdict
    std::string decision;  ///< X-Optgate-Decision
    std::string content_type;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

class Client {
public:
    explicit Client(std::uint16_t port) : port_{port} {}
    ~Client() { hang_up(); }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// Over the connection there is, or a new one. None: no whole answer came (nobody listens, the connection ended,
    /// or a minute passed).
    std::optional<Answer> call(std::string const& method, std::string const& target,
                               Fields const& fields = {}, std::string const& body = {});
    /// The same with the admin's token and a JSON body.
    std::optional<Answer> ask(std::string const& method, std::string const& target,
                              std::string const& body = {});

    /// Connections made so far.
    int connections() const { return connections_; }
    void hang_up();

private:
    bool connect();
    std::optional<Answer> read_answer();

    std::uint16_t port_;
    int socket_ = -1;
    int connections_ = 0;
};

}  // namespace tests
