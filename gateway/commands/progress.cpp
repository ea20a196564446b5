#include "gateway/commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace gateway::commands {
namespace {

constexpr std::chrono::milliseconds repaint{100};
constexpr std::size_t width = 30;

}  // namespace

Progress::Progress(std::ostream& err, std::uint64_t total)
    : err_{err}, total_{total}, terminal_{&err == &std::cerr && ::isatty(STDERR_FILENO) == 1}
{
}

Progress::~Progress()
{
    if (painted_) err_ << "\r\x1b[K" << std::flush;
}

void Progress::at(std::uint64_t bytes, std::uint64_t rows)
{
    if (!terminal_) return;
    auto const now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + repaint;
    paint(bytes, rows);
}

void Progress::paint(std::uint64_t bytes, std::uint64_t rows)
{
    painted_ = true;
    std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - begin_;
    auto const rate = static_cast<double>(rows) / std::max(taken.count(), 0.001);
    err_ << '\r';
    if (total_ > 0) {
        auto const share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_));
        auto const filled = static_cast<std::size_t>(share * static_cast<double>(width));
        err_ << fmt::format("[{:<{}}] {:3.0f}%  ", std::string(filled, '#'), width, share * 100);
    }
    err_ << fmt::format("{} rows, {:.0f}/s\x1b[K", rows, rate) << std::flush;
}

}  // namespace gateway::commands
