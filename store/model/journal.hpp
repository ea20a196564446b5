// store/model/journal.hpp: what was decided, kept for admins: the block log.
#pragma once

#include "store/model/address.hpp"
#include "store/model/category.hpp"
#include "store/model/channel.hpp"
#include "store/model/decision.hpp"
#include "store/model/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace model {

/// What became of one recipient.
enum class Outcome : std::uint8_t {
    delivered,   ///< handed to the provider (journalled only where configured)
    suppressed,  ///< kept back
    observed,    ///< would have been kept back; mode `observe` forwarded it
    not_sent,    ///< was to be delivered; the provider was not reached
    unknown,     ///< was to be delivered; whether the provider took it is not known
};
inline constexpr std::array<std::string_view, 5> outcome_names{"delivered", "suppressed",
                                                               "observed", "not_sent", "unknown"};
constexpr std::string_view name_of(Outcome outcome)
{
    return outcome_names[static_cast<std::size_t>(outcome)];
}

/// One recipient of one decision.
struct JournalEntry {
    std::string decision;  ///< UUIDv7 (RFC 9562 §5.7), shared by all recipients of one send
    Time at{};
    std::string app;
    std::string provider;
    Channel channel = Channel::sms;
    std::string category;
    Kind kind = Kind::promotional;
    std::string address;  ///< canonical; as spelt (cut to 256 bytes) where it was unreadable
    Outcome outcome = Outcome::suppressed;
    Reason reason = Reason::allowed;
    Mode mode = Mode::enforce;
    std::string stream;    ///< may be empty
    std::string customer;  ///< the customer the send named; may be empty
    std::string
        evidence;  ///< "hint: MessageIntent=marketing": which step named the category, and why
    Mark mark = Mark::none;
    std::int64_t message = 0;  ///< which of the send's messages it got
    std::string subject{};     ///< what was read of the message, where the configuration keeps it
    std::string text{};
    /// Not kept: the spellings of what covers the message, each between commas
    /// (",any,promotional,marketing,"), by which the store finds the stop behind a verdict. Empty:
    /// those of its kind, category and stream.
    std::string covered_by{};
    std::int64_t ledger =
        0;  ///< sequence of the ledger entry behind the verdict, filled in by the store; 0: none
    std::int64_t row = 0;  ///< position in the journal, filled in by the store
};

/// Newest first. Empty fields do not restrict.
struct JournalQuery {
    std::optional<Outcome> outcome{};
    std::optional<Channel> channel{};
    std::string category{};
    std::optional<Reason> reason{};
    std::optional<Mark> mark{};
    std::string address{};  ///< canonical
    std::string app{};
    std::string provider{};
    std::string decision{};
    std::optional<Time> since{};  ///< inclusive
    std::optional<Time> until{};  ///< exclusive
    std::int64_t before_row = 0;  ///< cursor: rows older than this; 0: from the newest
    std::size_t limit = 100;
    /// Most rows to look at where no index tells which are wanted; 0: all. Over it a page has fewer than `limit`.
    std::size_t look_at = 0;
};

}  // namespace model
