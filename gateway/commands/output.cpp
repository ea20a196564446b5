#include "gateway/commands/output.hpp"

#include "gateway/write_all.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace gateway::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_bytes = std::size_t{64} * 1024;
constexpr ::mode_t anybody = 0666;  // less what the umask takes away
constexpr ::mode_t permissions = 0777;
constexpr ::mode_t of_group = 0070;

/// Where a name leads, whether or not something is there.
fs::path target_of(fs::path path)
{
    constexpr int most_links = 40;  // as Linux has it
    std::error_code none;
    for (int i = 0; i < most_links && fs::is_symlink(path, none); ++i)
        path = path.parent_path() / fs::read_symlink(path, none);
    auto const whole = fs::absolute(path);
    auto const target = fs::weakly_canonical(whole, none);
    return none ? whole : target;
}

std::optional<struct ::stat> about(std::string const& name)
{
    struct ::stat found{};
    if (::stat(name.c_str(), &found) != 0) return std::nullopt;
    return found;
}

::mode_t new_files_mode()
{
    auto const mask = ::umask(0);
    ::umask(mask);
    return anybody & ~mask;
}

/// Gives a temporary owner and permissions of the file whose place it will take; of a new one where there is none. Only
/// root may give a file away, and only to a group of one's own: in another the group's permissions are nobody's.
void dress(int descriptor, std::optional<struct ::stat> const& old)
{
    auto mode = old ? old->st_mode & permissions : new_files_mode();
    auto const same_owner = static_cast<::uid_t>(-1);
    bool const in_group = !old || ::fchown(descriptor, old->st_uid, old->st_gid) == 0 ||
                          ::fchown(descriptor, same_owner, old->st_gid) == 0;
    if (!in_group) mode &= ~of_group;
    // Where a file system knows no permissions, those of a temporary are the narrowest there are.
    [[maybe_unused]] auto const done = ::fchmod(descriptor, mode);
}

}  // namespace

model::Result<Output> Output::open(std::string const& name, std::ostream& out, How how)
{
    if (name.empty()) return Output{nullptr};
    if (name == "-") return Output{&out};
    Output output{nullptr};
    auto const old = about(name);
    bool const direct = how != How::whole || (old && !S_ISREG(old->st_mode));
    if (direct) {
        int const over = how == How::append ? O_APPEND : O_TRUNC;
        output.descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | over, anybody);
        output.is_new_ = how != How::append || !old || old->st_size == 0;
    } else if (!old || ::access(name.c_str(), W_OK) == 0) {
        output.open_temporary(target_of(name).string());
        if (output.descriptor_ >= 0) dress(output.descriptor_, old);
    }
    if (output.descriptor_ >= 0) return output;
    return model::Problem{name + " can't be written: " + std::generic_category().message(errno),
                          {}};
}

void Output::open_temporary(std::string target)
{
    target_ = std::move(target);
    auto const name_begins = target_.rfind('/') + 1;
    auto temporary = target_.substr(0, name_begins) + "." + target_.substr(name_begins) + ".XXXXXX";
    descriptor_ = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor_ >= 0) temporary_ = std::move(temporary);
}

Output::Output(Output&& other) noexcept
    : out_{other.out_},
      descriptor_{std::exchange(other.descriptor_, -1)},
      buffer_{std::move(other.buffer_)},
      temporary_{std::exchange(other.temporary_, {})},
      target_{std::move(other.target_)},
      is_new_{other.is_new_},
      good_{other.good_}
{
}

Output::~Output()
{
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool Output::write(std::string_view text)
{
    if (out_ != nullptr) return (*out_ << text).good();
    if (descriptor_ < 0) return true;
    buffer_ += text;
    return buffer_.size() < buffer_bytes || write_buffer();
}

bool Output::write_buffer()
{
    good_ = good_ && write_all(descriptor_, buffer_) == buffer_.size();
    buffer_.clear();
    return good_;
}

bool Output::flush()
{
    if (out_ != nullptr) return out_->flush().good();
    if (descriptor_ < 0) return true;
    good_ = write_buffer() && (temporary_.empty() || ::fsync(descriptor_) == 0);
    return good_;
}

bool Output::keep()
{
    if (!flush()) return false;
    if (temporary_.empty()) return true;
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) return false;
    temporary_.clear();
    return true;
}

bool same_file(std::string const& one, std::string const& other)
{
    auto const is_none = [](std::string const& name) { return name.empty() || name == "-"; };
    if (is_none(one) || is_none(other)) return false;
    auto const first = about(one);
    auto const second = about(other);
    if ((first && !S_ISREG(first->st_mode)) || (second && !S_ISREG(second->st_mode))) return false;
    if (first && second) return first->st_dev == second->st_dev && first->st_ino == second->st_ino;
    return !first && !second && target_of(one) == target_of(other);
}

bool is_of_store(std::string const& name, std::string const& store_url)
{
    constexpr std::array ends{"", "-wal", "-shm", "-journal", ".index", ".serving"};
    auto const database = store_url.substr(store_url.find(':') + 1);
    return std::ranges::any_of(ends,
                               [&](char const* end) { return same_file(name, database + end); });
}

}  // namespace gateway::commands
