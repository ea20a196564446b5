// tests/fakes/disk.hpp: a disk that can lose its power. SQLite goes through it to the real files; beside them it knows
// what was synced. What was not may be on the disk or not, write by write, and the last bytes of one may be missing
// (512 bytes are the least that a disk writes whole). A deletion is on the disk once anything was synced behind it, as
// with a file system that keeps a journal of its folders.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <random>

namespace tests {

class Disk {
public:
    /// For every file in `folder`, from now on and in the whole process.
    explicit Disk(std::filesystem::path folder);
    ~Disk();
    Disk(Disk const&) = delete;
    Disk& operator=(Disk const&) = delete;

    /// Called before every change of a file, while nobody else changes one.
    void before_each_change(std::function<void()> call);
    /// Writes into `folder` what would be there had the power gone now. From `before_each_change`.
    void lose_power_into(std::filesystem::path const& folder, std::mt19937& dice) const;

    struct State;

private:
    std::shared_ptr<State> state_;
};

}  // namespace tests
