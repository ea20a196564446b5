#include "store/sqlite/ink.hpp"

#include "store/sqlite/secret.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

constexpr auto find_head = "SELECT chain_length, chain_head FROM store";
constexpr auto keep_head = "UPDATE store SET chain_length = ?1, chain_head = ?2";

std::span<std::uint8_t const> bytes(auto const& array)
{
    return array;
}

}  // namespace

Head to_head(Rows const& rows, int at)
{
    Head head{rows.number(at), {}};
    auto const hash = rows.bytes(at + 1);
    std::copy_n(hash.begin(), std::min(hash.size(), head.hash.size()), head.hash.begin());
    return head;
}

LedgerInk::LedgerInk(Connection& db)
    : chain_{read_secret(db)},
      insert_{db,
              "INSERT INTO ledger (sequence, at, action, source, actor, evidence, customer, "
              "address, before, after, note, salt, digest, hash)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"},
      find_head_{db, find_head},
      keep_head_{db, keep_head},
      add_count_{
          db,
          "INSERT INTO changes_a_day VALUES (?1, ?2, ?3, ?4) ON CONFLICT (day, source, action)"
          " DO UPDATE SET changes = changes + ?4"}
{
}

void LedgerInk::begin()
{
    auto rows = find_head_();
    rows.next();
    kept_ = head_ = to_head(rows);
    runs_.clear();
}

Link LedgerInk::chain(std::int64_t at, std::string_view action, std::string_view source,
                      Seal const& seal)
{
    Link link{head_.sequence + 1, {}};
    link.hash = chain_.hash_of(head_.hash, {link.sequence, at, action, source}, seal.digest);
    head_ = {link.sequence, link.hash};
    count(at, action, source);
    return link;
}

std::int64_t LedgerInk::write(std::int64_t at, std::string_view action, std::string_view source,
                              Personal const& personal)
{
    auto const& [actor, evidence, customer, address, before, after, note] = personal;
    Seal seal{salts_.next(), {}};
    seal.digest = chain_.digest_of(seal.salt, personal);
    auto const link = chain(at, action, source, seal);
    insert_.run(link.sequence, at, action, source, actor, evidence, customer, address, before,
                after, note, bytes(seal.salt), bytes(seal.digest), bytes(link.hash));
    return link.sequence;
}

void LedgerInk::count(std::int64_t at, std::string_view action, std::string_view source)
{
    constexpr std::int64_t day_ms = 86'400'000;
    auto const day = at / day_ms;
    bool const goes_on = !runs_.empty() && runs_.back().day == day &&
                         runs_.back().action == action && runs_.back().source == source;
    if (goes_on) {
        ++runs_.back().changes;
    } else {
        runs_.push_back({day, std::string{source}, std::string{action}, 1});
    }
}

void LedgerInk::continue_from(Mark const& mark)
{
    head_ = mark.head;
    runs_.resize(mark.runs);
    if (!runs_.empty()) runs_.back().changes = mark.last_run;
}

void LedgerInk::end()
{
    if (head_.sequence == kept_.sequence) return;
    keep_head_.run(head_.sequence, bytes(head_.hash));
    for (auto const& run : runs_)
        add_count_.run(run.day, run.source, run.action, run.changes);
}

void chain_what_is_there(Connection& connection)
{
    Chain chain{read_secret(connection)};
    Salts salts;
    Head head;
    Statement next{connection,
                   "SELECT sequence, at, action, source, actor, evidence, customer, address, "
                   "before, after, note FROM ledger WHERE sequence > ?1 ORDER BY sequence LIMIT 1"};
    Statement put{connection,
                  "UPDATE ledger SET salt = ?2, digest = ?3, hash = ?4 WHERE sequence = ?1"};
    for (;;) {
        auto rows = next(head.sequence);
        if (!rows.next()) break;
        auto const salt = salts.next();
        auto const digest =
            chain.digest_of(salt, {rows.view(4), rows.view(5), rows.view(6), rows.view(7),
                                   rows.view(8), rows.view(9), rows.view(10)});
        Lasting const lasting{rows.number(0), rows.number(1), rows.view(2), rows.view(3)};
        head = {lasting.sequence, chain.hash_of(head.hash, lasting, digest)};
        put.run(head.sequence, bytes(salt), bytes(digest), bytes(head.hash));
    }
    Statement{connection, keep_head}.run(head.sequence, bytes(head.hash));
}

}  // namespace store::sqlite
