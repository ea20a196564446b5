#include "gateway/observe/access_log.hpp"

#include "gateway/observe/log.hpp"
#include "gateway/write_all.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace gateway {
namespace {

constexpr std::string_view off = "off";
constexpr std::string_view standard_error = "stderr";

/// -1, with errno, where it can't be opened.
int open_sink(std::string const& sink)
{
    if (sink == standard_error) return ::dup(STDERR_FILENO);
    return ::open(sink.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

}  // namespace

model::Result<std::unique_ptr<AccessLog>> AccessLog::open(std::string sink,
                                                          std::size_t most_waiting)
{
    int descriptor = -1;
    if (sink != off) {
        descriptor = open_sink(sink);
        if (descriptor < 0) {
            return model::Problem{
                std::string{"the access log can't be opened: "} + std::strerror(errno), sink};
        }
    }
    return std::unique_ptr<AccessLog>{new AccessLog{std::move(sink), descriptor, most_waiting}};
}

AccessLog::AccessLog(std::string sink, int descriptor, std::size_t most_waiting)
    : sink_{std::move(sink)}, most_waiting_{most_waiting}, descriptor_{descriptor}
{
    if (descriptor_ >= 0) writer_ = std::thread{[this] { write_until_stopped(); }};
}

AccessLog::~AccessLog()
{
    if (!writer_.joinable()) return;
    {
        std::scoped_lock const lock{mutex_};
        stop_ = true;
    }
    work_.notify_one();
    writer_.join();
    ::close(descriptor_);
}

void AccessLog::take(std::string_view lines, std::uint64_t count)
{
    {
        std::scoped_lock const lock{mutex_};
        if (waiting_.size() + lines.size() > most_waiting_) {
            dropped_.fetch_add(count, std::memory_order_relaxed);
            return;
        }
        waiting_.append(lines);
    }
    work_.notify_one();
}

void AccessLog::reopen()
{
    if (sink_ == standard_error || sink_ == off) return;
    {
        std::scoped_lock const lock{mutex_};
        reopen_ = true;
    }
    work_.notify_one();
}

void AccessLog::drain()
{
    std::unique_lock lock{mutex_};
    idle_.wait(lock, [&] { return waiting_.empty() && !reopen_ && !busy_; });
}

void AccessLog::write_until_stopped()
{
    std::string lines;
    std::unique_lock lock{mutex_};
    while (true) {
        work_.wait(lock, [&] { return stop_ || reopen_ || !waiting_.empty(); });
        if (waiting_.empty() && !reopen_) return;
        lines.clear();
        std::swap(lines,
                  waiting_);  // the two strings take turns: no allocation once both have grown
        bool const anew = std::exchange(reopen_, false);
        busy_ = true;
        lock.unlock();
        write_out(lines);
        if (anew) open_anew();
        lock.lock();
        busy_ = false;
        idle_.notify_all();
    }
}

void AccessLog::write_out(std::string_view lines)
{
    if (lines.empty()) return;
    if (torn_ && write_all(descriptor_, "\n") == 1) torn_ = false;
    auto const written = torn_ ? 0 : write_all(descriptor_, lines);
    int const error = errno;
    bool const failed = written != lines.size();
    if (failed) {
        auto const lost = lines.substr(written);
        torn_ = torn_ || (written != 0 && lines[written - 1] != '\n');
        auto const count = std::count(lost.begin(), lost.end(), '\n');
        dropped_.fetch_add(static_cast<std::uint64_t>(count), std::memory_order_relaxed);
    }
    if (failed && !failing_) {
        log::warn("the access log can't be written, lines are dropped: {}", std::strerror(error));
    } else if (!failed && failing_) {
        log::info("the access log is written again, {} lines were dropped", dropped());
    }
    failing_ = failed;
}

void AccessLog::open_anew()
{
    int const opened = open_sink(sink_);
    if (opened < 0) {
        log::warn("the access log can't be opened anew, the old file stays: {}",
                  std::strerror(errno));
        return;
    }
    ::close(descriptor_);
    descriptor_ = opened;
    torn_ = false;
}

AccessLog::Lane::Lane(AccessLog& log) : log_{log}, end_{nullptr}
{
    if (log.sink_ == off) return;
    buffer_ = std::make_unique<char[]>(lane_bytes);
    end_ = buffer_.get();
}

void AccessLog::Lane::append(Record const& record)
{
    if (!buffer_) return;
    auto const used = static_cast<std::size_t>(end_ - buffer_.get());
    if (lane_bytes - used < longest_line) flush();
    end_ = write_line(end_, record, cache_);
    ++lines_;
}

void AccessLog::Lane::flush()
{
    if (lines_ == 0) return;
    log_.take({buffer_.get(), static_cast<std::size_t>(end_ - buffer_.get())}, lines_);
    end_ = buffer_.get();
    lines_ = 0;
}

}  // namespace gateway
