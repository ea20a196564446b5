// A second reading of design §3, slow and wordy, written apart from decide.cpp; random facts must
// get one verdict.
#include "filters/consent/decide.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace filters {
namespace {

using namespace model;

/// One step a block, in the words of the page; each looks at everything itself.
Verdict reference(Facts const& facts, CategoryInfo const& category, ConsentSettings const& settings)
{
    bool const promotional = category.kind == Kind::promotional;
    // 1. Address unreadable.
    if (facts.address == nullptr) {
        return category.doubt == Doubt::suppress ? Verdict{false, Reason::address_unreadable}
                                                 : Verdict{true, Reason::address_unreadable};
    }
    // 2. Hard suppression on address and channel.
    for (auto const& hard : facts.address->hard_stops) {
        if (hard.channel.has_value() && hard.channel.value() != facts.channel) continue;
        if (hard.suppression == Suppression::hard_bounce) return {false, Reason::hard_bounce};
        if (hard.suppression == Suppression::do_not_contact) return {false, Reason::do_not_contact};
        if (hard.suppression == Suppression::erased) return {false, Reason::erased};
        bool const reply = hard.suppression == Suppression::stop_reply;
        Scope const scope = reply ? settings.stop_reply : settings.complaint;
        bool const other_sender =
            !hard.sender.empty() && !facts.sender.empty() && hard.sender != facts.sender;
        if (scope == Scope::promotional && !promotional) continue;
        if (scope == Scope::sender && other_sender) continue;
        return {false, reply ? Reason::stop_reply : Reason::complaint};
    }
    // 3. Category rule always.
    if (category.rule == ConsentRule::always) return {true, Reason::always_allowed};
    // Whose choices count from here on.
    std::vector<Preference> choices = facts.address->own;
    auto const& more = facts.customer != nullptr ? facts.customer->owners : facts.address->owners;
    choices.insert(choices.end(), more.begin(), more.end());
    bool stopped = false;
    bool allowed = false;
    for (auto const& choice : choices) {
        if (choice.channel.has_value() && choice.channel.value() != facts.channel) continue;
        std::string const about = to_string(choice.covers);
        bool const general =
            about == "any" || about == (promotional ? "promotional" : "transactional") ||
            about == category.name || (!category.formerly.empty() && about == category.formerly[0]);
        bool mine = general;
        if (facts.stream != nullptr) {
            if (facts.stream->own_switch) mine = false;
            if (about == "stream:" + facts.stream->name) mine = true;
            for (auto const& old : facts.stream->formerly) {
                if (about == "stream:" + old) mine = true;
            }
        }
        if (mine && choice.state == State::stop) stopped = true;
        if (mine && choice.state == State::allow) allowed = true;
    }
    // 4. A stop that covers the message.
    if (stopped) return {false, Reason::consent_withdrawn};
    // 5. Channel needs consent.
    auto const& starts = facts.customer != nullptr ? facts.customer->starts : facts.address->starts;
    bool said_off = false;
    bool said_on = false;
    for (auto const& start : starts) {
        bool const open = facts.channel == Channel::email ? start.email : start.phone;
        if (open) said_on = true;
        if (!open) said_off = true;
    }
    bool const setting =
        facts.channel == Channel::email ? settings.email_default : settings.phone_default;
    if (!allowed) {
        if (said_off) return {false, Reason::consent_missing};
        if (!said_on && !setting) return {false, Reason::consent_missing};
    }
    // 6. Category rule opt_in.
    if (category.rule == ConsentRule::opt_in && !allowed) return {false, Reason::opt_in_missing};
    // 7. Label.
    if (facts.channel == Channel::sms && !settings.labels_accepted.empty()) {
        bool accepted = facts.address->labels.empty();
        for (auto const& label : facts.address->labels) {
            for (auto const& wanted : settings.labels_accepted)
                accepted |= label == wanted;
        }
        if (!accepted) return {false, Reason::label_not_accepted};
    }
    return {true, Reason::allowed};
}

class Dice {
public:
    std::size_t below(std::size_t sides)
    {
        return std::uniform_int_distribution<std::size_t>{0, sides - 1}(random_);
    }
    bool coin() { return below(2) == 0; }
    template <std::size_t N>
    char const* one_of(std::array<char const*, N> const& words)
    {
        return words[below(N)];
    }
    template <class E>
    E any(std::size_t values)
    {
        return static_cast<E>(below(values));
    }
    std::optional<Channel> channel()
    {
        return coin() ? std::nullopt : std::optional{any<Channel>(channel_names.size())};
    }

private:
    std::mt19937_64 random_{20261121};
};

std::array const streams{Stream{"campaign"}, Stream{"workflow", true},
                         Stream{"blast", false, {"workflow"}}};
constexpr std::array senders{"", "+15005550006", "MG1"};
constexpr std::array labels{"mobile", "home"};
constexpr std::array covered{"any",      "promotional",     "transactional",
                             "billing",  "stream:campaign", "stream:workflow",
                             "marketing"};

std::vector<Preference> preferences(Dice& dice)
{
    std::vector<Preference> drawn(dice.below(3));
    for (auto& preference : drawn) {
        preference = {dice.channel(), read_covers(dice.one_of(covered)), dice.any<State>(2)};
    }
    return drawn;
}

Profile profile(Dice& dice)
{
    Profile drawn;
    if (dice.below(4) == 0) drawn.hard_stops.resize(1 + dice.below(2));
    for (auto& stop : drawn.hard_stops) {
        stop = {dice.channel(), dice.any<Suppression>(suppression_names.size()),
                dice.one_of(senders)};
    }
    drawn.own = preferences(dice);
    drawn.owners = preferences(dice);
    for (std::size_t i = dice.below(3); i > 0; --i)
        drawn.starts.push_back({dice.coin(), dice.coin()});
    for (std::size_t i = dice.below(3); i > 0; --i)
        drawn.labels.emplace_back(dice.one_of(labels));
    return drawn;
}

void rename(CategoryInfo& category)
{
    category.formerly = {category.name};
    category.name = "renamed";
}

TEST(Decide, AgreesWithASecondReadingOfTheDesign)
{
    Dice dice;
    std::array<int, reason_names.size()> seen{};
    for (int round = 0; round < 200'000; ++round) {
        Profile const address = profile(dice);
        Profile const customer = profile(dice);
        Facts const facts{.channel = dice.any<Channel>(channel_names.size()),
                          .stream = dice.coin() ? nullptr : &streams[dice.below(streams.size())],
                          .sender = dice.one_of(senders),
                          .address = dice.below(20) == 0 ? nullptr : &address,
                          .customer = dice.coin() ? nullptr : &customer};
        bool const promotional = dice.coin();
        CategoryInfo category{.name = promotional ? "marketing" : "billing",
                              .kind = promotional ? Kind::promotional : Kind::transactional,
                              .rule = dice.any<ConsentRule>(3),
                              .mode = Mode::enforce,
                              .doubt = dice.any<Doubt>(2)};
        if (dice.below(4) == 0) rename(category);
        ConsentSettings settings{.phone_default = dice.coin(),
                                 .email_default = dice.coin(),
                                 .stop_reply = dice.any<Scope>(3),
                                 .complaint = dice.any<Scope>(3),
                                 .labels_accepted = {}};
        if (dice.coin()) settings.labels_accepted = {"mobile"};

        auto const verdict = decide(facts, category, settings);

        ASSERT_EQ(verdict, reference(facts, category, settings))
            << "round " << round << ": " << name_of(verdict.reason);
        ++seen[static_cast<std::size_t>(verdict.reason)];
    }
    for (auto reason = Reason::allowed; reason <= Reason::label_not_accepted;
         reason = static_cast<Reason>(static_cast<int>(reason) + 1)) {
        EXPECT_GT(seen[static_cast<std::size_t>(reason)], 100) << name_of(reason);
    }
}

}  // namespace
}  // namespace filters
