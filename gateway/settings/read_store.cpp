#include "gateway/settings/readers.hpp"

namespace gateway::settings {

namespace {

void read_journal(Table& root, Journal& journal)
{
    auto table = root.table("journal");
    auto days = journal.retention.age.count();
    table.read("retention_days", days, 1, 36'500);
    journal.retention.age = std::chrono::days{days};
    table.read("rows", journal.retention.rows, 1'000, 1'000'000'000'000);
    table.read("delivered", journal.delivered);
    table.read("keep_text", journal.keep_text);
}

}  // namespace

void read_store(Table& root, Settings& settings)
{
    auto table = root.table("store");
    table.read_secret("url", settings.store_url);
    constexpr std::string_view sqlite = "sqlite:";
    if (!settings.store_url.starts_with(sqlite) || settings.store_url.size() == sqlite.size()) {
        table.problem("url", "is \"sqlite:FILE\"");
    }
    table.read("queue", settings.store_queue, 1, 10'000'000);
    table.read("gather", settings.store_gather, std::chrono::milliseconds{0});
    table.read_bytes("max_bytes", settings.store_max_bytes, 0, 16'000'000'000'000);
    table.read("snapshot_interval", settings.snapshot_interval, std::chrono::milliseconds{0});
    table.read("snapshot_changes", settings.snapshot_changes, 1, 1'000'000'000'000);
    read_journal(root, settings.journal);
}

}  // namespace gateway::settings
