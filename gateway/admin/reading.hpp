// gateway/admin/reading.hpp: members and parameters that several resources share. What is wrong is
// noted with what would have been right.
#pragma once

#include "gateway/admin/call.hpp"
#include "gateway/admin/document.hpp"
#include "gateway/admin/dry_run.hpp"
#include "gateway/admin/parts.hpp"
#include "gateway/choices.hpp"
#include "store/model/address.hpp"
#include "store/model/ledger.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway::admin {

/// "channel": one of the channels.
model::Channel read_channel(Members& members);
/// "channel": one of the channels, or "any": none.
std::optional<model::Channel> read_channel_or_any(Members& members);
/// "category": a configured one, or none where it is missing.
std::optional<model::Category> read_category(Members& members, Settings const& settings);
/// "stream": a configured one, or "".
std::string read_stream(Members& members, Settings const& settings);
/// "app": the application a caller names; the first one, everybody's, where none is named.
Application const* read_app(Members& members, Settings const& settings);
/// "text" and "subject" of a send that is only asked about; none: neither is there.
std::optional<model::Text> read_text(Members& members);
/// "channel", "category", "stream" and "customer" of a send that is only asked about.
DryRun read_question(Members& members, Settings const& settings);
/// "channel", "covers" and "state".
model::Preference read_preference(Members& members, Settings const& settings);

inline constexpr std::array<std::string_view, 3> attribution_members{"evidence", "source", "actor"};
/// "evidence": a text, or {"text","at","reference"} as one.
std::string read_evidence(Members& members);
/// "evidence", "source" and "actor". What a caller says of the actor stands beside the token's
/// name, never instead.
model::Attribution read_attribution(Members& members, Call const& call, Desk const& desk);

/// The path's first parameter as a canonical address; or 422.
Or<model::Address> address_of(Call const& call);

/// "limit" of the query, 1 to `most`; "cursor", a row or sequence. Or 400.
struct Window {
    std::int64_t cursor = 0;
    std::size_t limit = 100;
};
Or<Window> window_of(Call const& call);

}  // namespace gateway::admin
