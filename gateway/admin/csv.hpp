// gateway/admin/csv.hpp: journal and ledger entries as CSV (RFC 4180): one header line, CRLF, cells quoted
// where they must be.
//
// A spreadsheet runs a cell that begins with = + - @ (or a tab or carriage return before one) as a
// formula. Such a cell gets an apostrophe in front, which spreadsheets take for "this is text"
// (OWASP, CSV injection). One form is left alone: "+" and 1 to 15 digits (E.164). It can be no
// formula but its own number, and an apostrophe would make the column useless to every program that
// reads phone numbers from it.
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

/// One cell, made harmless and quoted.
std::string csv_cell(std::string_view text);

}  // namespace gateway::admin
