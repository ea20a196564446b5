#include "gateway/observe/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>

namespace gateway::log {

namespace {

struct Named {
    std::string_view name;
    spdlog::level::level_enum level;
};

/// In the order of `Level`.
constexpr std::array<Named, 7> levels{{{"trace", spdlog::level::trace},
                                       {"debug", spdlog::level::debug},
                                       {"info", spdlog::level::info},
                                       {"warn", spdlog::level::warn},
                                       {"error", spdlog::level::err},
                                       {"critical", spdlog::level::critical},
                                       {"off", spdlog::level::off}}};

spdlog::level::level_enum level_of(Level level)
{
    return levels[static_cast<std::size_t>(level)].level;
}

}  // namespace

void start()
{
    auto logger = std::make_shared<spdlog::logger>(
        "optgate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::default_logger_raw()->level());
    spdlog::set_default_logger(std::move(logger));
}

void set_level(std::string_view name)
{
    for (auto const& [known, level] : levels) {
        if (known == name) spdlog::set_level(level);
    }
}

bool is_on(Level level)
{
    return spdlog::should_log(level_of(level));
}

void write(Level level, std::string_view line)
{
    spdlog::log(level_of(level), line);
}

}  // namespace gateway::log
