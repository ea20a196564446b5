// gateway/observe/log.hpp: the operational log: what an operator should know of the process, on
// stderr. Not for calls: those are the access log's. spdlog keeps it (levels, one line at a time
// from any thread); its default logger is the one global, which every library in the process that
// logs shares. Never an address or a text.
//
//   2026-11-21T20:12:00.123Z warning config/optgate.toml:12:1: providers.acme.upstream is http: ...
#pragma once

#include <fmt/core.h>

#include <string_view>
#include <utility>

namespace gateway::log {

enum class Level { trace, debug, info, warn, error, critical, off };

/// stderr, UTC, one line an event. Once, before the first line; until then spdlog's own defaults
/// hold.
void start();
/// A name as `log.level` has it; an unknown one changes nothing.
void set_level(std::string_view name);
bool is_on(Level level);
void write(Level level, std::string_view line);

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args)
{
    if (is_on(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}

template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args)
{
    if (is_on(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}

template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args)
{
    if (is_on(Level::warn)) write(Level::warn, fmt::format(format, std::forward<Args>(args)...));
}

template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args)
{
    if (is_on(Level::error)) write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace gateway::log
