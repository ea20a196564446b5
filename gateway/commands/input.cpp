#include "gateway/commands/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

namespace gateway::commands {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} * 1024;

}  // namespace

Input::Input(int descriptor, std::uint64_t size)
    : descriptor_{descriptor}, size_{size}, buffer_(piece_bytes, '\0')
{
}

Input::Input(Input&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)},
      size_{other.size_},
      read_{other.read_},
      buffer_{std::move(other.buffer_)}
{
}

Input::~Input()
{
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

std::optional<Input> Input::open(std::string const& name)
{
    int const descriptor = name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    struct ::stat about{};
    if (descriptor < 0) return std::nullopt;
    bool const readable = ::fstat(descriptor, &about) == 0 && !S_ISDIR(about.st_mode);
    if (!readable) return ::close(descriptor), std::nullopt;
    bool const is_file = S_ISREG(about.st_mode);
    return Input{descriptor, is_file ? static_cast<std::uint64_t>(about.st_size) : 0};
}

std::string_view Input::next()
{
    ::ssize_t got = 0;
    do {
        got = ::read(descriptor_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw std::runtime_error("the input can't be read on");
    read_ += static_cast<std::uint64_t>(got);
    return std::string_view{buffer_}.substr(0, static_cast<std::size_t>(got));
}

bool named_json(std::string_view name)
{
    return name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".ndjson");
}

}  // namespace gateway::commands
