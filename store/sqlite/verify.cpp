// store/sqlite/verify.cpp: the ledger's rows on their way to the audit, page by page: a snapshot held over all of it
// would keep the log from being folded into the file while the gateway writes.
#include "store/ledger/audit.hpp"
#include "store/sqlite/ink.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/secret.hpp"

#include <limits>

namespace store::sqlite {
namespace {

constexpr std::int64_t page = 5'000;

// The columns that `verify` selects.
enum Column : int {
    sequence,
    at,
    action,
    source,
    actor,
    evidence,
    customer,
    address,
    before,
    after,
    note,
    salt,
    digest,
    hash,
    types
};

Found to_found(Rows const& rows)
{
    return {{rows.number(sequence), rows.number(at), rows.view(action), rows.view(source)},
            {rows.view(actor), rows.view(evidence), rows.view(customer), rows.view(address),
             rows.view(before), rows.view(after), rows.view(note)},
            rows.bytes(salt),
            rows.bytes(digest),
            rows.bytes(hash),
            rows.number(types) == 1};
}

}  // namespace

Verified SqliteReader::verify(std::optional<Head> const& noted)
{
    Audit audit{read_secret(connection_), noted};
    Statement kept{connection_, "SELECT chain_length, chain_head FROM store"};
    // A text stored as a blob reads the same, but no look-up finds it.
    Statement lines{
        connection_,
        "SELECT sequence, at, action, source, actor, evidence, customer, address, before, after, "
        "note,"
        " salt, digest, hash, typeof(at) = 'integer' AND typeof(action) || typeof(source) ||"
        " typeof(actor) || typeof(evidence) || typeof(customer) || typeof(address) || "
        "typeof(before) ||"
        " typeof(after) || typeof(note) = 'texttexttexttexttexttexttexttexttext'"
        " FROM ledger WHERE sequence > ?1 ORDER BY sequence LIMIT ?2"};
    for (auto from = std::numeric_limits<std::int64_t>::min();;) {
        Snapshot const snapshot{connection_};
        std::int64_t seen = 0;
        for (auto rows = lines(from, page); rows.next(); ++seen) {
            if (auto broken = audit.next(to_found(rows))) return {audit.head(), std::move(broken)};
        }
        from = audit.head().sequence;
        if (seen == page) continue;
        auto rows = kept();
        rows.next();
        return {audit.head(), audit.end(to_head(rows))};
    }
}

}  // namespace store::sqlite
