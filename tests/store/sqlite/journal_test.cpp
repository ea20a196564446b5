#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace store {
namespace {

using model::JournalEntry;
using model::JournalQuery;
using model::Outcome;
using model::Reason;
using namespace std::chrono_literals;

JournalEntry blocked(Address address = phone(), Reason reason = Reason::consent_withdrawn)
{
    JournalEntry entry;
    entry.decision = "0190-1";
    entry.at = noon;
    entry.app = "shop";
    entry.provider = "twilio";
    entry.category = "marketing";
    entry.address = address.text();
    entry.reason = reason;
    entry.evidence = "hint: MessageIntent=marketing";
    return entry;
}

struct JournalOfSends : Opened {
    void write(std::vector<JournalEntry> entries) { writer->commit({{}, std::move(entries)}); }
    std::vector<JournalEntry> read(JournalQuery const& query = {})
    {
        return reader->journal(query).entries;
    }
    std::int64_t ledger_behind(JournalEntry const& entry)
    {
        write({entry});
        return read().front().ledger;
    }
};

TEST_F(JournalOfSends, LooksAtSoManyRowsAndSaysWhereToGoOn)
{
    auto other = blocked();
    other.app = "crm";
    auto marked = blocked();
    marked.mark = model::Mark::unsure;
    write({other, marked, blocked(), marked, blocked(), blocked()});
    JournalQuery query;
    query.app = "crm";
    query.look_at = 4;

    auto const first = reader->journal(query);
    EXPECT_TRUE(first.entries.empty());
    EXPECT_EQ(first.next_row, 3);
    query.before_row = first.next_row;
    auto const second = reader->journal(query);
    EXPECT_EQ(second.entries.size(), 1U);
    EXPECT_EQ(second.next_row, 0);

    JournalQuery rare;
    rare.mark = model::Mark::unsure;
    rare.app = "crm";
    rare.look_at = 3;
    EXPECT_EQ(reader->journal(rare).next_row, 0) << "an index knows that there are but two";
    rare.address = phone().text();
    EXPECT_EQ(reader->journal(rare).next_row, 4);
    EXPECT_EQ(reader->journal({.address = phone().text(), .look_at = 1}).entries.size(), 6U)
        << "what is reached by an index is looked for";
}

TEST_F(JournalOfSends, GivesBackWhatWasWritten)
{
    auto entry = blocked();
    entry.channel = Channel::email;
    entry.kind = model::Kind::transactional;
    entry.outcome = Outcome::observed;
    entry.mode = model::Mode::observe;
    entry.stream = "quick";
    entry.customer = "7";
    entry.mark = model::Mark::unsure;
    entry.message = 3;
    entry.subject = "Hi";
    entry.text = "Hi Ada";

    write({entry});

    auto const read_back = read().at(0);
    EXPECT_EQ(read_back.decision, "0190-1");
    EXPECT_EQ(read_back.at, noon);
    EXPECT_EQ(read_back.app, "shop");
    EXPECT_EQ(read_back.provider, "twilio");
    EXPECT_EQ(read_back.channel, Channel::email);
    EXPECT_EQ(read_back.category, "marketing");
    EXPECT_EQ(read_back.kind, model::Kind::transactional);
    EXPECT_EQ(read_back.address, phone().text());
    EXPECT_EQ(read_back.outcome, Outcome::observed);
    EXPECT_EQ(read_back.reason, Reason::consent_withdrawn);
    EXPECT_EQ(read_back.mode, model::Mode::observe);
    EXPECT_EQ(read_back.stream, "quick");
    EXPECT_EQ(read_back.customer, "7");
    EXPECT_EQ(read_back.evidence, "hint: MessageIntent=marketing");
    EXPECT_EQ(read_back.mark, model::Mark::unsure);
    EXPECT_EQ(read_back.message, 3);
    EXPECT_EQ(read_back.subject, "Hi");
    EXPECT_EQ(read_back.text, "Hi Ada");
    EXPECT_EQ(read_back.ledger, 0);
    EXPECT_EQ(read_back.row, 1);
}

TEST_F(JournalOfSends, IsPagedNewestFirstWhateverComesInBetween)
{
    for (int i = 0; i < 25; ++i) {
        auto entry = blocked(phone(i));
        entry.at += 1ms * (i / 3);  // several at one time
        write({entry});
    }
    std::vector<std::int64_t> rows;
    JournalQuery query;
    query.limit = 10;
    do {
        auto const page = reader->journal(query);
        for (auto const& entry : page.entries)
            rows.push_back(entry.row);
        query.before_row = page.next_row;
        auto late = blocked();
        late.at += 1h;
        write({late});
    } while (query.before_row != 0);

    ASSERT_EQ(rows.size(), 25u);
    EXPECT_TRUE(std::is_sorted(rows.rbegin(), rows.rend()));
}

TEST_F(JournalOfSends, AnswersEachFilter)
{
    struct Case {
        char const* name;
        std::function<void(JournalEntry&)> differ;
        std::function<void(JournalQuery&)> ask;
    };
    std::vector<Case> const cases{
        {"outcome", [](auto& e) { e.outcome = Outcome::observed; },
         [](auto& q) { q.outcome = Outcome::observed; }},
        {"channel", [](auto& e) { e.channel = Channel::viber; },
         [](auto& q) { q.channel = Channel::viber; }},
        {"mark", [](auto& e) { e.mark = model::Mark::mislabelled; },
         [](auto& q) { q.mark = model::Mark::mislabelled; }},
        {"category", [](auto& e) { e.category = "survey"; },
         [](auto& q) { q.category = "survey"; }},
        {"reason", [](auto& e) { e.reason = Reason::complaint; },
         [](auto& q) { q.reason = Reason::complaint; }},
        {"address", [](auto& e) { e.address = "a@b.example"; },
         [](auto& q) { q.address = "a@b.example"; }},
        {"app", [](auto& e) { e.app = "crm"; }, [](auto& q) { q.app = "crm"; }},
        {"provider", [](auto& e) { e.provider = "sendgrid"; },
         [](auto& q) { q.provider = "sendgrid"; }},
        {"decision", [](auto& e) { e.decision = "0190-2"; },
         [](auto& q) { q.decision = "0190-2"; }},
        {"since", [](auto& e) { e.at += 1ms; }, [](auto& q) { q.since = noon + 1ms; }},
        {"until", [](auto& e) { e.at -= 1ms; }, [](auto& q) { q.until = noon; }},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        auto entry = blocked();
        cases[i].differ(entry);
        write({blocked(), entry, blocked()});
        JournalQuery query;
        cases[i].ask(query);
        auto const found = read(query);
        ASSERT_EQ(found.size(), 1u) << cases[i].name;
        EXPECT_EQ(found[0].row, static_cast<std::int64_t>(3 * i + 2)) << cases[i].name;
    }
}

TEST_F(JournalOfSends, NamesTheLatestStopThatCovers)
{
    commit(put("7", {{phone(), ""}}));
    commit(set(phone(), {Channel::sms, model::read_covers("marketing"), State::stop}));
    auto const latest = commit(stop(OfCustomer{"7"}));
    commit(set(phone(), {Channel::email, model::read_covers("promotional"), State::stop}));
    commit(set(phone(), {Channel::sms, model::read_covers("transactional"), State::stop}));
    commit(set(phone(), {Channel::sms, model::read_covers("stream:quick"), State::allow}));

    EXPECT_EQ(ledger_behind(blocked()), entries(latest)[0]);
}

TEST_F(JournalOfSends, NamesTheStopThatWasMadeUnderAFormerName)
{
    auto const stopped =
        commit(set(phone(), {Channel::sms, model::read_covers("ads"), State::stop}));
    auto entry = blocked();
    EXPECT_EQ(ledger_behind(entry), 0);

    entry.covered_by = ",any,promotional,marketing,ads,";

    EXPECT_EQ(ledger_behind(entry), entries(stopped)[0]);
}

TEST_F(JournalOfSends, NamesTheStopOfTheCustomerTheSendNamed)
{
    commit(put("7", {{phone(), ""}}));
    commit(put("8", {}));
    auto const named = commit(stop(OfCustomer{"8"}));
    auto const owner = commit(stop(OfCustomer{"7"}));
    auto entry = blocked();

    entry.customer = "8";
    EXPECT_EQ(ledger_behind(entry), entries(named)[0]);
    entry.customer = "unheard of";
    EXPECT_EQ(ledger_behind(entry), entries(owner)[0]);
}

TEST_F(JournalOfSends, NamesTheHardStop)
{
    commit(suppress(phone(), {std::nullopt, Suppression::complaint, ""}));
    auto const bounce = commit(suppress(phone(), {Channel::sms, Suppression::hard_bounce, ""}));
    commit(suppress(phone(), {Channel::email, Suppression::hard_bounce, ""}));

    EXPECT_EQ(ledger_behind(blocked(phone(), Reason::hard_bounce)), entries(bounce)[0]);
    auto delivered = blocked(phone(), Reason::hard_bounce);
    delivered.outcome = Outcome::delivered;
    EXPECT_EQ(ledger_behind(delivered), 0);
}

TEST_F(JournalOfSends, IsTrimmedByAgeAFewAtATime)
{
    for (int i = 0; i < 10; ++i) {
        auto entry = blocked(phone(i));
        entry.at = noon - std::chrono::days{9 - i};
        write({entry});
    }
    Retention const retention{std::chrono::days{4}, 1'000};

    EXPECT_EQ(writer->trim_journal(retention, noon, 3), 3u);
    EXPECT_EQ(writer->trim_journal(retention, noon, 3), 2u);
    EXPECT_EQ(writer->trim_journal(retention, noon, 3), 0u);
    EXPECT_EQ(read().size(), 5u);
    EXPECT_EQ(read().back().at, noon - std::chrono::days{4});
}

TEST_F(JournalOfSends, IsTrimmedByCount)
{
    write(std::vector(10, blocked()));

    EXPECT_EQ(writer->trim_journal({std::chrono::days{400}, 6}, noon, 100), 4u);
    EXPECT_EQ(read().back().row, 5);
}

TEST_F(JournalOfSends, NeverUsesARowNumberTwice)
{
    write(std::vector(3, blocked()));
    EXPECT_EQ(writer->trim_journal({std::chrono::days{0}, 0}, noon + 1h, 100), 2u);
    write({blocked()});

    EXPECT_EQ(read().front().row, 4);
}

struct TokensKept : Opened {};

TEST_F(TokensKept, AreReplacedByNameAndRemoved)
{
    writer->put_token({"ci", model::Role::viewer, "aa", noon});
    writer->put_token({"ci", model::Role::operator_, "bb", noon});
    writer->put_token({"root", model::Role::admin, "cc", noon});

    auto const tokens = reader->tokens();
    ASSERT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens[0].digest, "bb");
    EXPECT_EQ(tokens[0].role, model::Role::operator_);
    EXPECT_EQ(tokens[0].created, noon);
    EXPECT_TRUE(writer->remove_token("ci"));
    EXPECT_FALSE(writer->remove_token("ci"));
    EXPECT_EQ(reader->tokens().size(), 1u);
}

}  // namespace
}  // namespace store
