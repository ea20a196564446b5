#include "store/sqlite/migrate.hpp"

#include "store/sqlite/ink.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

#include <sodium.h>

#include <array>

namespace store::sqlite {
namespace {

void refuse_foreign(Connection& connection, std::string const& file)
{
    auto const id = connection.number("PRAGMA application_id");
    auto const tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (id == application_id || (id == 0 && tables == 0)) return;
    throw Unusable("store: " + file +
                   " is a database of another program; give another file in store.url");
}

void refuse_newer(std::size_t version, std::size_t known, std::string const& file)
{
    if (version <= known) return;
    throw Unusable("store: " + file + " was written by a newer optgate (schema " +
                   std::to_string(version) + ", this one knows " + std::to_string(known) +
                   "); run that version, or restore the backup made before the upgrade");
}

void make_secret(Connection& connection)
{
    std::array<std::uint8_t, 16> secret{};
    randombytes_buf(secret.data(), secret.size());
    Statement{connection, "INSERT OR IGNORE INTO store (only, secret) VALUES (1, ?1)"}.run(
        std::span<std::uint8_t const>{secret});
}

/// What SQL alone can't do, after the step at this place.
void follow_up(Connection& connection, std::size_t step)
{
    constexpr std::size_t secret = 0;
    constexpr std::size_t chain = 1;
    if (step == secret) make_secret(connection);
    if (step == chain) chain_what_is_there(connection);
}

}  // namespace

void migrate(Connection& connection, std::string const& file,
             std::span<std::string_view const> steps)
{
    refuse_foreign(connection, file);
    auto const version_now = [&] {
        return static_cast<std::size_t>(connection.number("PRAGMA user_version"));
    };
    refuse_newer(version_now(), steps.size(), file);
    connection.make_durable();

    Transaction transaction{connection};
    auto const version = version_now();  // another process may have been first
    if (version >= steps.size()) return refuse_newer(version, steps.size(), file);
    for (auto at = version; at < steps.size(); ++at) {
        connection.run(std::string{steps[at]}.c_str());
        follow_up(connection, at);
    }
    connection.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    connection.run(("PRAGMA user_version = " + std::to_string(steps.size())).c_str());
    transaction.commit();
}

}  // namespace store::sqlite
