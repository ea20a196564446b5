#include "gateway/settings/readers.hpp"

namespace gateway::settings {

namespace {

constexpr std::int64_t kib = 1'024;
constexpr std::int64_t mib = 1'024 * kib;
constexpr std::int64_t gib = 1'024 * mib;

}  // namespace

void read_limits(Table& root, Settings& settings)
{
    auto table = root.table("limits");
    auto& limits = settings.limits;
    table.read_bytes("head_bytes", limits.head_bytes, kib, mib);
    table.read("fields", limits.fields, 10, 10'000);
    table.read_bytes("body_bytes", limits.body_bytes, kib, gib);
    table.read_bytes("memory_bytes", limits.memory_bytes, mib, 1'024 * gib);
    table.read("recipients", limits.recipients, 1, 1'000'000);
    table.read("connections", limits.connections, 1, 1'000'000);
    table.read("look_ups", limits.look_ups, 1, 256);
    table.read("head_timeout", limits.head_timeout);
    table.read("body_timeout", limits.body_timeout);
    table.read("idle_timeout", limits.idle_timeout);
    table.read("write_timeout", limits.write_timeout);
    table.read("drain_timeout", limits.drain_timeout);

    if (limits.body_bytes > limits.memory_bytes) {
        table.problem(
            table.has("body_bytes") ? "body_bytes" : "memory_bytes",
            "leaves no room: one body (limits.body_bytes) must fit in limits.memory_bytes");
    }
}

}  // namespace gateway::settings
