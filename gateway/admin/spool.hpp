// gateway/admin/spool.hpp: results that are larger than memory may be wait on disk, in files without a name: they are
// gone when nobody holds them, however the process ends. All of them share one limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::admin {

/// Shared by all spools, on whatever threads.
class SpoolSpace {
public:
    /// `folder` empty: the system's temporary one.
    SpoolSpace(std::string folder, std::uint64_t most);

    std::string const& folder() const { return folder_; }
    bool take(std::uint64_t bytes);
    void give_back(std::uint64_t bytes);

private:
    std::string folder_;
    std::uint64_t most_;
    std::mutex mutex_;
    std::uint64_t used_ = 0;
};

class Spool {
public:
    /// Throws `std::runtime_error` where no file can be made.
    explicit Spool(std::shared_ptr<SpoolSpace> space);
    ~Spool();
    Spool(Spool const&) = delete;
    Spool& operator=(Spool const&) = delete;

    /// False from the first time that there is no room; the rest is dropped.
    bool append(std::string_view bytes);
    bool complete() const { return !failed_; }
    std::uint64_t size() const { return size_; }
    /// Up to `most` bytes from `at`; none: the end.
    std::optional<std::string> read(std::uint64_t at, std::size_t most);

private:
    bool flush();

    std::shared_ptr<SpoolSpace> space_;
    int descriptor_;
    std::string waiting_;  ///< not written yet
    std::uint64_t size_ = 0;
    std::uint64_t taken_ = 0;
    bool failed_ = false;
};

}  // namespace gateway::admin
