// tests/gateway/durability/upstream.hpp: a provider that counts what it got. Each message carries a mark of its own
// ("mark-17-"), so that one that comes twice, or that should not have come, is seen.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tests {

class CountingUpstream {
public:
    CountingUpstream();
    ~CountingUpstream();
    CountingUpstream(CountingUpstream const&) = delete;
    CountingUpstream& operator=(CountingUpstream const&) = delete;

    std::uint16_t port() const { return port_; }

    /// How often the message with this mark came.
    int received(std::string const& mark) const;
    std::size_t received() const;  ///< distinct messages
    /// Messages that came more than once.
    std::vector<std::string> doubles() const;

    /// From now on messages are taken but not answered, until `release`.
    void hold();
    void release();
    /// Waits until so many messages are held.
    void wait_until_held(std::size_t messages);
    /// Waits until every connection is gone and all that came over them is counted.
    void wait_until_alone();

private:
    void accept();
    void serve(int socket);
    void take(std::string const& body);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, int> received_;
    std::set<int> open_;
    std::size_t held_ = 0;
    bool holding_ = false;
    bool closing_ = false;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

/// The mark in a body; empty: it has none.
std::string mark_in(std::string_view body);

}  // namespace tests
