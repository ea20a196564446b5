// store/sqlite/load.cpp: many changes at once, for an import into a store that nobody serves.
//
// Runs of rows on bare addresses are made in the order of their addresses: each page of a table or index is then visited
// once a batch. Most of them are new: those whose place is free are put by one statement a table (loaded.hpp), while a
// thread of their own seals the next ones. All others are judged as any change is, one by one.
#include "store/sqlite/gathered.hpp"
#include "store/sqlite/putting.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/secret.hpp"
#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace store::sqlite {
namespace {

/// They are read several times: as many as stay in the processor's cache.
constexpr std::size_t rows_at_once = 500;
/// Those that are sealed while as many are put.
constexpr std::size_t rows_ahead = 40 * rows_at_once;

using model::Change;

/// The ledger's line follows its row. And most pages are new ones: in a log each would be written twice, but a rollback
/// journal keeps only those that were there (as durable; https://sqlite.org/lockingv3.html, 4 and 5). While somebody
/// reads the store it stays with the log; whoever opens it next goes back to one.
class ForManyRows {
public:
    explicit ForManyRows(Connection& connection) : connection_{connection}
    {
        connection_.run("PRAGMA foreign_keys = OFF");
        connection_.try_now("PRAGMA journal_mode = TRUNCATE");
    }
    ~ForManyRows() { connection_.try_now("PRAGMA foreign_keys = ON"); }
    ForManyRows(ForManyRows const&) = delete;
    ForManyRows& operator=(ForManyRows const&) = delete;

private:
    Connection& connection_;
};

using Rows = std::vector<LoadedRow>;

/// Seals drafts for the chain.
class Sealer {
public:
    explicit Sealer(Connection& connection) : chain_{read_secret(connection)} {}

    Rows seal(std::span<Draft const* const> drafts)
    {
        Rows rows;
        rows.reserve(drafts.size());
        for (auto const* draft : drafts) {
            auto const& by = *draft->by;
            Seal seal{salts_.next(), {}};
            seal.digest = chain_.digest_of(
                seal.salt, {by.actor, by.evidence, "", draft->address, "", draft->said->after, ""});
            rows.push_back({draft->said, draft->place, draft->by, draft->address, seal});
        }
        return rows;
    }

private:
    Chain chain_;
    Salts salts_;
};

/// What was gathered on its way into the store.
class Loading {
public:
    Loading(Connection& connection, LedgerStatements& ledger, Gathered& gathered)
        : ledger_{ledger},
          gathered_{gathered},
          sealer_{connection},
          putting_{connection},
          is_put_(gathered.size())
    {
    }

    LoadResult make() &&
    {
        for (std::size_t at = 0; at < gathered_.size();) {
            auto const run = gathered_.run_from(at);
            if (run.empty()) judge(at, gathered_.whole(at));
            make(run);
            at += std::max(run.size(), std::size_t{1});
        }
        std::ranges::sort(result_.refused, {}, [](auto const& one) { return one.first; });
        return std::move(result_);
    }

private:
    void make(std::span<Draft> run)
    {
        sort(run);
        auto const firsts = first_in_places(run);
        put(firsts.hard_stops);
        put(firsts.preferences);
        for (auto const& draft : run)
            if (!is_put_[draft.place]) judge(draft.place, gathered_.whole(draft));
    }
    // While these rows are put, the next ones are sealed, and the lines of those before are chained.
    void put(std::span<Draft const* const> drafts)
    {
        sequence_ = ledger_.ink.head().sequence + 1;
        std::future<Rows> lines;
        for (auto sealing = seal_some(drafts); sealing.valid();) {
            auto rows = sealing.get();
            sealing = seal_some(drafts);
            put_states(rows);
            put_lines(lines);
            lines = chain(std::move(rows));
        }
        put_lines(lines);
    }
    /// Takes them off `drafts`; none where there are none.
    std::future<Rows> seal_some(std::span<Draft const* const>& drafts)
    {
        if (drafts.empty()) return {};
        auto const some = drafts.first(std::min(drafts.size(), rows_ahead));
        drafts = drafts.subspan(some.size());
        return std::async(std::launch::async, [this, some] { return sealer_.seal(some); });
    }
    /// Those that were put stay in `rows`.
    void put_states(Rows& rows)
    {
        auto end = rows.begin();
        each_some(std::span{rows}, [&](std::span<LoadedRow> some) {
            auto const put = putting_.put(some, sequence_);
            sequence_ += std::ssize(put);
            for (auto const& row : put)
                is_put_[row.place] = true;
            result_.changed += put.size();
            end = std::ranges::copy(put, end).out;
        });
        rows.erase(end, rows.end());
    }
    std::future<Rows> chain(Rows rows)
    {
        return std::async(std::launch::async, [this, rows = std::move(rows)]() mutable {
            for (auto& row : rows)
                row.link = ledger_.ink.chain(to_column(row.by->at), row.said->action,
                                             row.by->source, row.seal);
            return std::move(rows);
        });
    }
    void put_lines(std::future<Rows>& lines)
    {
        if (!lines.valid()) return;
        auto const rows = lines.get();
        each_some(std::span{rows}, [&](auto some) { putting_.put_lines(some); });
    }
    static void each_some(auto rows, auto const& call)
    {
        for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), rows_at_once)))
            call(rows.first(std::min(rows.size(), rows_at_once)));
    }
    void judge(std::size_t at, Change const& change)
    {
        auto made = apply(ledger_, change, touched_);
        if (auto* refused = std::get_if<model::Refused>(&made)) {
            result_.refused.emplace_back(at, std::move(*refused));
        } else {
            ++(std::get<Written>(made).anew ? result_.changed : result_.unchanged);
        }
    }

    LedgerStatements& ledger_;
    Gathered& gathered_;
    Sealer sealer_;
    Putting putting_;
    Touched touched_;
    std::int64_t sequence_ = 0;  ///< of the next line
    std::vector<bool> is_put_;
    LoadResult result_;
};

void keep(Connection& connection, ImportPoint const& point)
{
    if (point.is_the_end) {
        Statement{connection, "DELETE FROM import WHERE file = ?1"}.run(point.file);
        return;
    }
    Statement{connection,
              "INSERT OR REPLACE INTO import (file, bytes, rows, contents, options)"
              " VALUES (?1, ?2, ?3, ?4, ?5)"}
        .run(point.file, point.bytes, point.rows, point.contents, point.options);
}

class SqliteLoader final : public Loader {
public:
    SqliteLoader(Connection& connection, LedgerStatements& ledger)
        : connection_{connection}, ledger_{ledger}
    {
    }

    void add(Change change) override { gathered_.add(std::move(change)); }
    std::size_t size() const override { return gathered_.size(); }

    LoadResult load(ImportPoint const& point) override
    {
        ForManyRows const for_many{connection_};
        Transaction transaction{connection_};
        ledger_.ink.begin();
        auto result = Loading{connection_, ledger_, gathered_}.make();
        ledger_.ink.end();
        if (!point.file.empty()) keep(connection_, point);
        transaction.commit();
        return result;
    }

private:
    Connection& connection_;
    LedgerStatements& ledger_;
    Gathered gathered_;
};

}  // namespace

std::unique_ptr<Loader> SqliteWriter::loader()
{
    return std::make_unique<SqliteLoader>(connection_, ledger_);
}

}  // namespace store::sqlite
