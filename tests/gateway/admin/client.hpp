// tests/gateway/admin/client.hpp: a small blocking HTTP client: one connection a call.
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tests {

struct Response {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    boost::json::value json() const { return boost::json::parse(body); }
    std::string header(std::string const& name) const
    {
        auto const found = headers.find(name);
        return found == headers.end() ? std::string{} : found->second;
    }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Throws where the server does not answer within ten seconds.
Response send(std::uint16_t port, std::string const& method, std::string const& target,
              Headers const& headers, std::string const& body);

/// What the server answers to these bytes until it closes.
std::string send_raw(std::uint16_t port, std::string const& bytes);

/// Reads an answer of any size without keeping it; how many bytes the body had, and the largest piece.
struct Streamed {
    std::size_t bytes = 0;
    std::size_t lines = 0;
    std::string first_line;
};
Streamed stream(std::uint16_t port, std::string const& target, Headers const& headers);

/// GET over TLS that trusts only this certificate file.
Response send_tls(std::uint16_t port, std::string const& target, std::string const& trusted_file);

}  // namespace tests
