#include "tests/gateway/durability/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tests {
namespace {

[[noreturn]] void become(std::vector<char*> const& arguments, int out, int errors)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nothing stays behind when a test is cut off
    ::dup2(out, STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

std::uint16_t port_of(std::string const& line)
{
    auto const colon = line.rfind(':');
    return static_cast<std::uint16_t>(std::stoul(line.substr(colon + 1)));
}

std::string text_of(std::filesystem::path const& file)
{
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

}  // namespace

Process::Process(std::vector<std::string> arguments, std::filesystem::path const& errors)
{
    std::array<int, 2> pipe{};
    auto const log = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::system_error{errno, std::system_category(), errors.string()};
    }
    std::vector<char*> pointers;
    for (auto& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    ::setenv("OPTGATE_ADMIN_TOKEN", admin_secret, 1);
    id_ = ::fork();
    if (id_ == 0) become(pointers, pipe[1], log);
    ::close(pipe[1]);
    ::close(log);
    out_ = pipe[0];
    if (id_ < 0) throw std::system_error{errno, std::system_category(), "fork"};
}

Process::Process(Process&& other) noexcept
    : id_{std::exchange(other.id_, -1)},
      out_{std::exchange(other.out_, -1)},
      read_{std::move(other.read_)}
{
}

Process& Process::operator=(Process&& other) noexcept
{
    std::swap(id_, other.id_);
    std::swap(out_, other.out_);
    std::swap(read_, other.read_);
    return *this;
}

Process::~Process()
{
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
        wait();
    }
    if (out_ >= 0) ::close(out_);
}

std::string Process::line()
{
    for (;;) {
        if (auto const end = read_.find('\n'); end != std::string::npos) {
            auto line = read_.substr(0, end);
            read_.erase(0, end + 1);
            return line;
        }
        std::array<char, 512> piece{};
        auto const got = ::read(out_, piece.data(), piece.size());
        if (got <= 0) return {};
        read_.append(piece.data(), static_cast<std::size_t>(got));
    }
}

void Process::signal(int number) const
{
    ::kill(id_, number);
}

void Process::limit_files(rlim_t bytes) const
{
    rlimit const limit{bytes, RLIM_INFINITY};
    if (::prlimit(id_, RLIMIT_FSIZE, &limit, nullptr) != 0) {
        throw std::system_error{errno, std::system_category(), "prlimit"};
    }
}

int Process::wait()
{
    // One that should end and doesn't is killed, and then the code is not what was expected.
    auto const until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    int status = 0;
    while (::waitpid(id_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > until) ::kill(id_, SIGKILL);
        ::poll(nullptr, 0, 1);
    }
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Gateway::Gateway(std::filesystem::path const& configuration, std::filesystem::path const& errors)
    : process{{OPTGATE, "serve", "--config", configuration.string()}, errors}
{
    while (admin == 0) {
        auto const line = process.line();
        if (line.empty()) throw std::runtime_error{"optgate did not start: " + text_of(errors)};
        if (line.starts_with("gateway ")) gateway = port_of(line);
        if (line.starts_with("admin ")) admin = port_of(line);
    }
}

}  // namespace tests
