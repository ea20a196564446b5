// gateway/admin/csv.hpp: journal and ledger entries as CSV (RFC 4180): one header line, CRLF, cells quoted
// where they must be, and made harmless (rows::safe_cell).
#pragma once

#include "gateway/admin/call.hpp"
#include "store/model/journal.hpp"
#include "store/model/ledger.hpp"

#include <string>
#include <string_view>

namespace gateway::admin {

std::string_view csv_header();
void append_csv(std::string& out, model::JournalEntry const& entry, Caller const& caller);

/// The ledger's entries, as notes.
std::string_view notes_csv_header();
void append_csv(std::string& out, model::LedgerEntry const& entry, Caller const& caller);

/// Whether a caller would rather have CSV than JSON.
bool wants_csv(Call const& call);

}  // namespace gateway::admin
