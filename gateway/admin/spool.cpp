#include "gateway/admin/spool.hpp"

#include "gateway/write_all.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace gateway::admin {
namespace {

constexpr std::size_t flush_bytes = std::size_t{64} * 1024;
constexpr ::mode_t owner_only = 0600;

int open_nameless(std::string const& folder)
{
    auto const nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, owner_only);
    if (nameless >= 0) return nameless;
    // Some file systems can't: a name that goes at once does the same.
    auto path = folder + "/optgate-XXXXXX";
    auto const named = ::mkostemp(path.data(), O_CLOEXEC);
    if (named < 0) throw std::runtime_error("no temporary file can be made in " + folder);
    ::unlink(path.c_str());
    return named;
}

}  // namespace

SpoolSpace::SpoolSpace(std::string folder, std::uint64_t most)
    : folder_{folder.empty() ? std::filesystem::temp_directory_path().string() : std::move(folder)},
      most_{most}
{
}

bool SpoolSpace::take(std::uint64_t bytes)
{
    std::lock_guard const lock{mutex_};
    if (bytes > most_ - used_) return false;
    used_ += bytes;
    return true;
}

void SpoolSpace::give_back(std::uint64_t bytes)
{
    std::lock_guard const lock{mutex_};
    used_ -= bytes;
}

Spool::Spool(std::shared_ptr<SpoolSpace> space)
    : space_{std::move(space)}, descriptor_{open_nameless(space_->folder())}
{
}

Spool::~Spool()
{
    ::close(descriptor_);
    space_->give_back(taken_);
}

bool Spool::append(std::string_view bytes)
{
    if (failed_) return false;
    waiting_ += bytes;
    size_ += bytes.size();
    return waiting_.size() < flush_bytes || flush();
}

bool Spool::flush()
{
    if (!space_->take(waiting_.size())) {
        failed_ = true;
        return false;
    }
    taken_ += waiting_.size();
    failed_ = write_all(descriptor_, waiting_) != waiting_.size();
    waiting_.clear();
    return !failed_;
}

std::optional<std::string> Spool::read(std::uint64_t at, std::size_t most)
{
    if (!waiting_.empty() && !flush())
        throw std::runtime_error("a pruned list has no room on disk");
    std::string bytes(most, '\0');
    auto const got = ::pread(descriptor_, bytes.data(), most, static_cast<::off_t>(at));
    if (got < 0) throw std::runtime_error("a pruned list can't be read back");
    if (got == 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

}  // namespace gateway::admin
