// gateway/ruling.hpp: what is done with each recipient of one send: what consent says, then what the modes make of it,
// and what the journal must know of it.
#pragma once

#include "gateway/judge.hpp"
#include "gateway/observe/counters.hpp"
#include "gateway/settings/settings.hpp"
#include "gateway/texts.hpp"
#include "providers/dialect.hpp"
#include "store/model/feedback.hpp"
#include "store/model/journal.hpp"

#include <boost/container/small_vector.hpp>

#include <string_view>
#include <vector>

namespace gateway {

/// Who asks, and with which headers.
struct Intent {
    Application const* application = nullptr;
    std::optional<model::Category> category;  ///< X-Optgate-Category
    std::string_view stream;                  ///< X-Optgate-Stream, by its present name
    std::string_view customer;                ///< X-Optgate-Customer
};

class Ruling {
public:
    /// All of it outlives this.
    Ruling(model::Send const& send, Intent const& intent, Provider const& provider,
           providers::Call const& call, Settings const& settings, store::Index const& index);

    /// Asks again who may get it. What was kept back stays so; who stopped since is kept back too.
    void renew();
    /// Whether a preference may have changed since the last look.
    bool is_stale() const { return index_.generation() != generation_; }

    /// What will be done: `observe` lets pass what consent would keep back.
    model::Decision const& decision() const { return judged_.decision; }
    SendVerdict verdict() const;
    std::string_view category() const;  ///< of the first message
    /// Whether doubt about consent keeps one of the recipients back (design: promise 5).
    bool doubt_keeps_back() const;

    /// Whether somebody is kept back whom a signed message names, and such a one is to be refused.
    bool breaks_seal() const;

    /// Whether everybody who is kept back or observed was asked for by `unrecorded`.
    bool is_recorded() const;
    /// Entries for those kept back or observed that were not asked for yet.
    std::vector<model::JournalEntry> unrecorded(std::string_view decision_id, model::Time at);
    /// Entries for those delivered: all of them where the settings say so, else those whose category an admin should
    /// look at.
    std::vector<model::JournalEntry> delivered(std::string_view decision_id, model::Time at);
    /// Entries for those that were to be delivered, with what became of them.
    std::vector<model::JournalEntry> forwarded(std::string_view decision_id, model::Time at,
                                               model::Outcome outcome, model::Reason reason);

    /// Calls `count(channel, outcome, reason)` for each recipient.
    template <class Count>
    void each(Count const& count) const
    {
        for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
            count(send_.recipients[i].channel, outcome(i), wanted_[i].verdict.reason);
        }
    }

    /// Calls `count(classified, kind)` for each message.
    template <class Count>
    void each_message(Count const& count) const
    {
        for (auto const& classified : decision().categories)
            count(classified, settings_.categories[classified.category].kind);
    }

    /// Scores of messages whose category their sender gave, for the application's calibration; it is time to save it
    /// where this says so.
    bool calibrate();
    /// What is to be saved then.
    std::vector<model::ScoreCount> scores() const;

private:
    model::Outcome outcome(std::size_t recipient) const;
    bool keeps_back_sealed() const;
    model::Mode mode_of(model::CategoryInfo const& category) const;
    model::CategoryInfo const& category_of(std::size_t recipient) const;
    model::JournalEntry entry(std::size_t recipient, std::string_view decision_id, model::Time at);
    void keep_text(model::JournalEntry& entry, std::size_t message);

    model::Send const& send_;
    Intent const& intent_;
    Provider const& provider_;
    Settings const& settings_;
    store::Index const& index_;
    filters::Cues cues_;
    Texts texts_;
    /// What consent says of one recipient, before the modes.
    struct Wanted {
        model::Verdict verdict;
        bool recorded = false;
    };
    Judged judged_;                                     ///< its verdicts are what will be done
    boost::container::small_vector<Wanted, 4> wanted_;  ///< most sends have few recipients
    std::uint64_t generation_ = 0;
};

}  // namespace gateway
