// gateway/commands/input.hpp: the file a command reads; "-" is stdin.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::commands {

class Input {
public:
    /// None: it can't be read.
    static std::optional<Input> open(std::string const& name);
    ~Input();
    Input(Input&& other) noexcept;
    Input& operator=(Input&&) = delete;

    /// The next piece, valid until the next call; empty: the end. Throws `std::runtime_error` where it can't be had.
    std::string_view next();
    std::uint64_t size() const { return size_; }  ///< 0: nobody knows
    std::uint64_t read() const { return read_; }

private:
    Input(int descriptor, std::uint64_t size);

    int descriptor_;
    std::uint64_t size_;
    std::uint64_t read_ = 0;
    std::string buffer_;
};

/// Whether a file is JSON, by the end of its name (.json, .jsonl, .ndjson).
bool named_json(std::string_view name);

}  // namespace gateway::commands
