// tests/gateway/durability/process.hpp: `optgate` as its operator has it: a process that is started, signalled,
// starved and killed.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tests {

inline constexpr char const* admin_secret = "durability-secret";

/// One run of a program. Killed and reaped when it goes.
class Process {
public:
    /// Its stderr is appended to `errors`.
    Process(std::vector<std::string> arguments, std::filesystem::path const& errors);
    ~Process();
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;

    /// The next line of its stdout, without its end; empty: there is none.
    std::string line();
    void signal(int number) const;
    /// No file of it may grow over this from now on; RLIM_INFINITY: as large as they like.
    void limit_files(rlim_t bytes) const;
    /// Waits for its end: the exit code, or the signal that ended it, negative.
    int wait();

private:
    pid_t id_ = -1;
    int out_ = -1;
    std::string read_;
};

/// `optgate serve` that listens.
struct Gateway {
    /// Throws where it ends before it listens.
    Gateway(std::filesystem::path const& configuration, std::filesystem::path const& errors);

    Process process;
    std::uint16_t gateway = 0;
    std::uint16_t admin = 0;
};

}  // namespace tests
