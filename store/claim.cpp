#include "store/claim.hpp"

#include "store/store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace store {
namespace {

constexpr ::mode_t owner_only = 0600;

std::string why_not(std::string const& file, int error)
{
    if (error == EWOULDBLOCK) {
        return "store: another optgate serves " + file +
               "; stop it first, or give another file in store.url";
    }
    return "store: " + file + " can't be opened (" + std::generic_category().message(error) +
           "); check that its folder exists, has room, and that this user may write there";
}

}  // namespace

Claim::Claim(std::string const& url)
{
    // By the file itself, whatever links lead to it.
    std::error_code unknown;
    auto const named = url.substr(url.find(':') + 1);
    auto const real = std::filesystem::weakly_canonical(named, unknown).string();
    auto const& file = unknown || real.empty() ? named : real;
    descriptor_ = ::open((file + ".serving").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    auto const error = errno;
    if (descriptor_ >= 0) ::close(descriptor_);
    throw Unusable(why_not(file, error));
}

Claim::~Claim()
{
    ::close(descriptor_);
}

}  // namespace store
