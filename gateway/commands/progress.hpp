// gateway/commands/progress.hpp: how far a command got, on one line of a terminal's stderr; nothing where that is no
// terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>

namespace gateway::commands {

class Progress {
public:
    /// `total` bytes; 0: nobody knows.
    Progress(std::ostream& err, std::uint64_t total);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    /// Repaints at most ten times a second.
    void at(std::uint64_t bytes, std::uint64_t rows);

private:
    void paint(std::uint64_t bytes, std::uint64_t rows);

    std::ostream& err_;
    std::uint64_t total_;
    bool terminal_;
    bool painted_ = false;
    std::chrono::steady_clock::time_point const begin_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_{};
};

}  // namespace gateway::commands
