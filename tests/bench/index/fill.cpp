#include "tests/bench/index/fill.hpp"

#include "store/store.hpp"
#include "tests/bench/index/people.hpp"

#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace bench {
namespace {

class Database {
public:
    explicit Database(std::string const& file)
    {
        if (sqlite3_open(file.c_str(), &handle_) != SQLITE_OK) fail();
    }
    ~Database() { sqlite3_close_v2(handle_); }
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    void run(char const* sql)
    {
        if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }
    sqlite3* get() const { return handle_; }
    [[noreturn]] void fail() const
    {
        throw std::runtime_error{std::string{"bench: "} + sqlite3_errmsg(handle_)};
    }

private:
    sqlite3* handle_ = nullptr;
};

class Insert {
public:
    Insert(Database& database, char const* sql) : database_{database}
    {
        if (sqlite3_prepare_v2(database.get(), sql, -1, &statement_, nullptr) != SQLITE_OK) {
            database.fail();
        }
    }
    ~Insert() { sqlite3_finalize(statement_); }
    Insert(Insert const&) = delete;
    Insert& operator=(Insert const&) = delete;

    template <class... Texts>
    void operator()(Texts const&... texts)
    {
        int at = 0;
        (bind(++at, texts), ...);
        if (sqlite3_step(statement_) != SQLITE_DONE) database_.fail();
        sqlite3_reset(statement_);
    }

private:
    void bind(int at, std::string const& text)
    {
        sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
    }

    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
};

std::string one_of(auto const& names, std::uint64_t number)
{
    return names[number % names.size()];
}

std::string const& address_text(std::uint64_t n, std::uint64_t half, std::string& text)
{
    text = n < half ? phone(n).text() : mail(n - half).text();
    return text;
}

struct Choice {
    std::string channel, covers, state;
};

Choice choice(std::uint64_t random)
{
    static std::array<std::string, 4> const channels{"", "sms", "email", "sms"};
    static std::array<std::string, 7> const covered{
        "promotional",     "any",    "transactional", "marketing",
        "stream:workflow", "survey", "promotional"};
    return {one_of(channels, random), one_of(covered, random >> 8),
            (random >> 16) % 4 == 0 ? "allow" : "stop"};
}

bool is_customers(std::uint64_t n)
{
    return n % 10 >= 6;
}

void fill_own_choices(Database& database, std::uint64_t half, std::uint64_t addresses)
{
    Insert insert{database, "INSERT INTO preference VALUES ('', ?1, ?2, ?3, ?4, 1)"};
    Insert stop{database, "INSERT INTO hard_stop VALUES (?1, 'sms', 'stop_reply', ?2, 1)"};
    static std::array<std::string, 3> const senders{"", "+12025550100", "+12025550101"};
    std::string text;
    for (std::uint64_t n = 0; n < addresses; ++n) {
        if (is_customers(n)) continue;
        auto const random = scattered(n);
        auto const chosen = choice(random);
        insert(address_text(n, half, text), chosen.channel, chosen.covers, chosen.state);
        if (n % 10 == 0 && n < half) stop(text, one_of(senders, random >> 32));
    }
}

void fill_customers(Database& database, std::uint64_t half)
{
    static std::array<std::string, 4> const labels{"mobile", "mobile", "home", "work"};
    Insert customer{database,
                    "INSERT INTO customer (id, kind, name, carbon_copy_of, ledger)"
                    " VALUES (?1, 'customer', 'n', '', 1)"};
    Insert contact{database,
                   "INSERT INTO contact (customer, address, label, position, ledger)"
                   " VALUES (?1, ?2, ?3, 0, 1)"};
    Insert insert{database, "INSERT INTO preference VALUES (?1, '', ?2, ?3, ?4, 1)"};
    for (std::uint64_t n = 0; n < half; ++n) {
        if (!is_customers(n)) continue;
        auto const id = "c" + std::to_string(100'000'000 + n);
        auto const random = scattered(n);
        customer(id);
        contact(id, phone(n).text(), one_of(labels, random));
        contact(id, mail(n).text(), std::string{"home"});
        if (random % 2 == 1) continue;
        auto const chosen = choice(random >> 8);
        insert(id, chosen.channel, chosen.covers, chosen.state);
    }
}

/// One entry that all rows name, made by the store itself.
void begin(std::string const& file)
{
    auto const store = store::open("sqlite:" + file);
    model::SetPreference const first{phone(0), {std::nullopt, {}, model::State::stop}};
    model::Attribution const by{"bench", "import", "", {}};
    store->writer()->commit({{{first, by}}, {}});
}

}  // namespace

void fill(std::string const& file, std::uint64_t addresses)
{
    if (std::filesystem::exists(file)) return;
    std::filesystem::remove(file + ".part");
    begin(file + ".part");
    {
        Database database{file + ".part"};
        database.run(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF;"
            "PRAGMA cache_size = -400000; DELETE FROM preference; BEGIN");
        fill_own_choices(database, addresses / 2, addresses);
        fill_customers(database, addresses / 2);
        database.run("COMMIT; PRAGMA journal_mode = WAL");
    }
    std::filesystem::rename(file + ".part", file);
}

}  // namespace bench
