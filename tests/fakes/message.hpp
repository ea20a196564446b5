// tests/fakes/message.hpp: HTTP messages as they arrive, read plainly and without mercy for what we send: framing by
// Content-Length, chunks or the end of the connection (RFC 9112 §6.3). `raw` has every byte.
#pragma once

#include "tests/fakes/link.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

struct Message {
    std::string start;  ///< the request line or status line
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;  ///< decoded from its chunks
    std::string raw;
    std::size_t pieces = 0;  ///< chunks it came in
    bool whole = false;      ///< its end arrived

    unsigned status() const;
    std::string method() const { return start.substr(0, start.find(' ')); }
    std::string target() const;
    /// The first of that name (any case); empty where there is none.
    std::string operator[](std::string_view name) const;
    std::size_t count(std::string_view name) const;
};

/// Reads messages one after another from a link.
class Reading {
public:
    explicit Reading(Link& link) : link_{link} {}

    /// None: the peer ended before another one began.
    std::optional<Message> request();
    /// `bodiless`: to a HEAD request.
    std::optional<Message> answer(bool bodiless = false);
    /// What came behind the last message, until the peer closes.
    std::string rest();

    /// Before the body of a request is waited for: the script may say "100 Continue", or go away.
    std::optional<Message> head();

private:
    bool more();
    std::optional<std::string> line();
    bool take(std::size_t bytes, Message& message);
    bool take_chunks(Message& message);
    void body(Message& message, bool until_close);

    Link& link_;
    std::string pending_;
    std::string raw_;
};

}  // namespace tests
