#include "gateway/settings/readers.hpp"

#include <array>

namespace gateway::settings {

namespace {

constexpr std::array<std::string_view, 7> levels{"trace", "debug",    "info", "warn",
                                                 "error", "critical", "off"};

void read_callbacks(Table& root, Callbacks& callbacks)
{
    auto table = root.table("callbacks");
    table.read("enabled", callbacks.enabled);
    table.read("allow_private", callbacks.allow_private);
    table.read("timeout", callbacks.timeout);
    table.read("waiting", callbacks.waiting, 0, 1'000'000);
    table.read("look_ups", callbacks.look_ups, 1, 256);
}

void read_log(Table& root, Log& log)
{
    auto table = root.table("log");
    table.read("access", log.access);
    if (log.access.empty()) table.problem("access", "is \"stderr\", \"off\" or a file");
    std::size_t level = 2;
    table.read("level", level, levels);
    log.level = levels[level];
}

void read_admin(Table& root, AdminLimits& admin)
{
    auto table = root.table("admin");
    table.read_bytes("body_bytes", admin.body_bytes, 1'024, 1'073'741'824);
    table.read_bytes("bulk_bytes", admin.bulk_bytes, 1'024, 1'073'741'824);
    table.read_bytes("upload_bytes", admin.upload_bytes, 1'024, 1'099'511'627'776);
    table.read("spool_folder", admin.spool_folder);
    table.read_bytes("spool_bytes", admin.spool_bytes, 65'536, 1'099'511'627'776);
    table.read("spool_lists", admin.spool_lists, 1, 100'000);
    table.read("spool_time", admin.spool_time);
    table.read("wrong_tokens", admin.wrong_tokens, 1, 1'000'000);
    table.read("back_off", admin.back_off);
    table.read("longest_back_off", admin.longest_back_off);
    if (admin.longest_back_off < admin.back_off) {
        table.problem(table.has("longest_back_off") ? "longest_back_off" : "back_off",
                      "must leave admin.longest_back_off no shorter than admin.back_off");
    }
    table.read("sandbox_messages", admin.sandbox_messages, 0, 10'000'000);
    table.read("readers", admin.readers, 1, 256);
    table.read("query_time", admin.query_time);
}

}  // namespace

void read_operation(Table& root, Settings& settings)
{
    read_callbacks(root, settings.callbacks);
    read_log(root, settings.log);
    read_admin(root, settings.admin);
}

}  // namespace gateway::settings
