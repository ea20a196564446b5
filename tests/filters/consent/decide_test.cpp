// Design §3: each step speaks where it should, and an earlier step speaks first.
#include "filters/consent/decide.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace filters {
namespace {

using model::CategoryInfo;
using model::Channel;
using model::ConsentRule;
using model::Covers;
using model::Doubt;
using model::HardStop;
using model::Kind;
using model::Preference;
using model::Profile;
using model::Reason;
using model::State;
using model::Suppression;
using model::Verdict;

constexpr Verdict delivered{true, Reason::allowed};
constexpr Verdict kept_back(Reason reason)
{
    return {false, reason};
}

CategoryInfo const marketing{.name = "marketing", .kind = Kind::promotional};
CategoryInfo const billing{.name = "billing", .kind = Kind::transactional, .doubt = Doubt::deliver};
CategoryInfo const newsletter{
    .name = "newsletter", .kind = Kind::promotional, .rule = ConsentRule::opt_in};
CategoryInfo const one_time_code{.name = "one_time_code",
                                 .kind = Kind::transactional,
                                 .rule = ConsentRule::always,
                                 .doubt = Doubt::deliver};

Preference stop(char const* covers, std::optional<Channel> channel = Channel::sms)
{
    return {channel, model::read_covers(covers), State::stop};
}

Preference allow(char const* covers, std::optional<Channel> channel = Channel::sms)
{
    return {channel, model::read_covers(covers), State::allow};
}

model::Stream const workflow{"workflow"};

Verdict decide_sms(Profile const& profile, CategoryInfo const& category,
                   ConsentSettings const& settings = {})
{
    return decide({.channel = Channel::sms,
                   .stream = &workflow,
                   .sender = "+15005550006",
                   .address = &profile},
                  category, settings);
}

TEST(Decide, DeliversWhereNothingIsRecorded)
{
    EXPECT_EQ(decide_sms({}, marketing), delivered);
    EXPECT_EQ(decide_sms({}, billing), delivered);
}

TEST(Decide, UnreadableAddressFollowsTheCategorysDoubt)
{
    EXPECT_EQ(decide({}, marketing, {}), kept_back(Reason::address_unreadable));
    EXPECT_EQ(decide({}, billing, {}), (Verdict{true, Reason::address_unreadable}));
}

TEST(Decide, UnreadableAddressOfAKnownCustomerIsStillUnreadable)
{
    Profile const customer{.owners = {stop("any")}};
    EXPECT_EQ(decide({.customer = &customer}, billing, {}),
              (Verdict{true, Reason::address_unreadable}));
}

TEST(Decide, HardStopsOnTheAddressItselfStopEvenWhatAlwaysGoesOut)
{
    struct Case {
        Suppression suppression;
        Reason reason;
    };
    for (auto const& [suppression, reason] : {
             Case{Suppression::hard_bounce, Reason::hard_bounce},
             Case{Suppression::do_not_contact, Reason::do_not_contact},
             Case{Suppression::erased, Reason::erased},
             Case{Suppression::stop_reply, Reason::stop_reply},
         }) {
        Profile const profile{.hard_stops = {{Channel::sms, suppression, {}}}};
        EXPECT_EQ(decide_sms(profile, one_time_code), kept_back(reason)) << name_of(reason);
        EXPECT_EQ(decide_sms(profile, marketing), kept_back(reason)) << name_of(reason);
    }
}

TEST(Decide, HardStopOfAnotherChannelDoesNotReach)
{
    Profile const profile{.hard_stops = {{Channel::email, Suppression::do_not_contact, {}}}};
    EXPECT_EQ(decide_sms(profile, marketing), delivered);
}

TEST(Decide, HardStopWithoutAChannelReachesAll)
{
    Profile const profile{.hard_stops = {{std::nullopt, Suppression::erased, {}}}};
    for (auto const channel :
         {Channel::sms, Channel::email, Channel::whatsapp, Channel::viber, Channel::rcs}) {
        EXPECT_EQ(decide({.channel = channel, .address = &profile}, billing, {}),
                  kept_back(Reason::erased));
    }
}

TEST(Decide, ComplaintStopsPromotionalOnlyUnlessSetOtherwise)
{
    Profile const profile{.hard_stops = {{Channel::sms, Suppression::complaint, {}}}};
    EXPECT_EQ(decide_sms(profile, marketing), kept_back(Reason::complaint));
    EXPECT_EQ(decide_sms(profile, billing), delivered);
    EXPECT_EQ(decide_sms(profile, billing, {.complaint = Scope::channel}),
              kept_back(Reason::complaint));
}

TEST(Decide, StopReplyOfScopePromotionalLetsTransactionalPass)
{
    Profile const profile{.hard_stops = {{Channel::sms, Suppression::stop_reply, {}}}};
    ConsentSettings const settings{.stop_reply = Scope::promotional};
    EXPECT_EQ(decide_sms(profile, marketing, settings), kept_back(Reason::stop_reply));
    EXPECT_EQ(decide_sms(profile, billing, settings), delivered);
}

TEST(Decide, StopReplyOfScopeSenderHoldsForThatSender)
{
    ConsentSettings const settings{.stop_reply = Scope::sender};
    Profile const same{.hard_stops = {{Channel::sms, Suppression::stop_reply, "+15005550006"}}};
    Profile const other{.hard_stops = {{Channel::sms, Suppression::stop_reply, "+15005550001"}}};
    Profile const unknown{.hard_stops = {{Channel::sms, Suppression::stop_reply, {}}}};
    EXPECT_EQ(decide_sms(same, billing, settings), kept_back(Reason::stop_reply));
    EXPECT_EQ(decide_sms(other, billing, settings), delivered);
    EXPECT_EQ(decide_sms(unknown, billing, settings), kept_back(Reason::stop_reply));
}

TEST(Decide, ASendersNameHoldsInAnyCase)
{
    Profile const profile{.hard_stops = {{Channel::sms, Suppression::stop_reply, "ACME"}}};
    auto const from = [&](std::string_view sender) {
        return decide({.sender = sender, .address = &profile}, billing,
                      {.stop_reply = Scope::sender});
    };
    EXPECT_EQ(from("Acme"), kept_back(Reason::stop_reply));
    EXPECT_EQ(from("Acme2"), delivered);
}

TEST(Decide, StopReplyToASenderHoldsWhereTheMessageNamesNone)
{
    Profile const profile{.hard_stops = {{Channel::sms, Suppression::stop_reply, "+15005550001"}}};
    EXPECT_EQ(decide({.address = &profile}, billing, {.stop_reply = Scope::sender}),
              kept_back(Reason::stop_reply));
}

TEST(Decide, HardStopThatDoesNotReachHidesNoneThatDoes)
{
    Profile const profile{.hard_stops = {{Channel::email, Suppression::hard_bounce, {}},
                                         {Channel::sms, Suppression::erased, {}}}};
    EXPECT_EQ(decide_sms(profile, billing), kept_back(Reason::erased));
}

TEST(Decide, AlwaysGoesOutPastPreferencesAndDefaults)
{
    Profile const profile{.own = {stop("any", std::nullopt)}, .labels = {"home"}};
    EXPECT_EQ(
        decide_sms(profile, one_time_code, {.phone_default = false, .labels_accepted = {"mobile"}}),
        (Verdict{true, Reason::always_allowed}));
}

TEST(Decide, StopsWhatItCoversAndNothingElse)
{
    struct Case {
        char const* covers;
        bool stops_marketing;
        bool stops_billing;
    };
    for (auto const& [covers, stops_marketing, stops_billing] : {
             Case{"any", true, true},
             Case{"promotional", true, false},
             Case{"transactional", false, true},
             Case{"marketing", true, false},
             Case{"billing", false, true},
             Case{"survey", false, false},
             Case{"stream:workflow", true, true},
             Case{"stream:campaign", false, false},
         }) {
        for (auto const channel : {std::optional{Channel::sms}, std::optional<Channel>{}}) {
            Profile const profile{.own = {stop(covers, channel)}};
            EXPECT_EQ(decide_sms(profile, marketing).deliver, !stops_marketing) << covers;
            EXPECT_EQ(decide_sms(profile, billing).deliver, !stops_billing) << covers;
        }
        Profile const elsewhere{.own = {stop(covers, Channel::email)}};
        EXPECT_EQ(decide_sms(elsewhere, marketing), delivered) << covers;
    }
}

TEST(Decide, AnyStopThatCoversWinsOverEveryAllow)
{
    Profile const own_stop{.own = {stop("promotional")}, .owners = {allow("marketing")}};
    Profile const owners_stop{.own = {allow("any")}, .owners = {stop("marketing")}};
    EXPECT_EQ(decide_sms(own_stop, marketing), kept_back(Reason::consent_withdrawn));
    EXPECT_EQ(decide_sms(owners_stop, marketing), kept_back(Reason::consent_withdrawn));
}

TEST(Decide, NamedCustomerSpeaksForAllOwners)
{
    Profile const profile{.owners = {stop("any")}};
    Profile const named{.owners = {allow("any")}};
    Facts const facts{.address = &profile, .customer = &named};
    EXPECT_EQ(decide(facts, marketing, {}), delivered);
}

TEST(Decide, NamedCustomerDoesNotOutweighTheAddressItself)
{
    Profile const profile{.own = {stop("any")}};
    Profile const named{.owners = {allow("any")}};
    Facts const facts{.address = &profile, .customer = &named};
    EXPECT_EQ(decide(facts, marketing, {}), kept_back(Reason::consent_withdrawn));
}

TEST(Decide, StopOfTheNamedCustomerHolds)
{
    Profile const nothing;
    Profile const named{.owners = {stop("marketing")}};
    Facts const facts{.address = &nothing, .customer = &named};
    EXPECT_EQ(decide(facts, marketing, {}), kept_back(Reason::consent_withdrawn));
}

TEST(Decide, ChannelWithoutDefaultConsentNeedsAnAllowThatCovers)
{
    ConsentSettings const settings{.phone_default = false};
    EXPECT_EQ(decide_sms({}, billing, settings), kept_back(Reason::consent_missing));
    for (auto const* covers : {"any", "transactional", "billing", "stream:workflow"}) {
        Profile const profile{.own = {allow(covers)}};
        EXPECT_EQ(decide_sms(profile, billing, settings), delivered) << covers;
    }
    Profile const service_only{.owners = {allow("transactional")}};
    EXPECT_EQ(decide_sms(service_only, marketing, settings), kept_back(Reason::consent_missing));
    Profile const mail_only{.own = {allow("any", Channel::email)}};
    EXPECT_EQ(decide_sms(mail_only, billing, settings), kept_back(Reason::consent_missing));
}

TEST(Decide, PhoneAndMailHaveDefaultsOfTheirOwn)
{
    Profile const nothing;
    ConsentSettings const no_phone{.phone_default = false};
    ConsentSettings const no_mail{.email_default = false};
    for (auto const channel : {Channel::sms, Channel::whatsapp, Channel::viber, Channel::rcs}) {
        Facts const facts{.channel = channel, .address = &nothing};
        EXPECT_EQ(decide(facts, billing, no_phone), kept_back(Reason::consent_missing));
        EXPECT_EQ(decide(facts, billing, no_mail), delivered);
    }
    Facts const mail{.channel = Channel::email, .address = &nothing};
    EXPECT_EQ(decide(mail, billing, no_phone), delivered);
    EXPECT_EQ(decide(mail, billing, no_mail), kept_back(Reason::consent_missing));
}

TEST(Decide, OptInCategoryNeedsARecordedYes)
{
    EXPECT_EQ(decide_sms({}, newsletter), kept_back(Reason::opt_in_missing));
    EXPECT_EQ(decide_sms({.own = {allow("newsletter")}}, newsletter), delivered);
    EXPECT_EQ(decide_sms({.owners = {allow("promotional", std::nullopt)}}, newsletter), delivered);
    EXPECT_EQ(decide_sms({.owners = {allow("transactional")}}, newsletter),
              kept_back(Reason::opt_in_missing));
}

TEST(Decide, MissingChannelConsentIsNamedBeforeAMissingOptIn)
{
    EXPECT_EQ(decide_sms({}, newsletter, {.phone_default = false}),
              kept_back(Reason::consent_missing));
}

TEST(Decide, SmsGoesToAcceptedLabelsOnly)
{
    ConsentSettings const mobile_only{.labels_accepted = {"mobile"}};
    EXPECT_EQ(decide_sms({.labels = {"home"}}, billing, mobile_only),
              kept_back(Reason::label_not_accepted));
    EXPECT_EQ(decide_sms({.labels = {"home", "mobile"}}, billing, mobile_only), delivered);
    EXPECT_EQ(decide_sms({.labels = {}}, billing, mobile_only), delivered);
    EXPECT_EQ(decide_sms({.labels = {"home"}}, billing), delivered);
    Profile const home{.labels = {"home"}};
    EXPECT_EQ(decide({.channel = Channel::whatsapp, .address = &home}, billing, mobile_only),
              delivered);
}

TEST(Decide, AcceptsLabelsWithoutRegardToCase)
{
    ConsentSettings const mobile_only{.labels_accepted = {"mobile"}};
    EXPECT_EQ(decide_sms({.labels = {"Mobile"}}, billing, mobile_only), delivered);
    EXPECT_EQ(decide_sms({.labels = {"mobile home"}}, billing, mobile_only),
              kept_back(Reason::label_not_accepted));
}

TEST(Decide, WhatACustomerStartedWithOpensOrClosesItsChannels)
{
    Profile const open{.starts = {{.phone = true, .email = true}}};
    Profile const closed{.starts = {{.phone = false, .email = true}}};
    ConsentSettings const none{.phone_default = false, .email_default = false};
    EXPECT_EQ(decide_sms(open, billing, none), delivered);
    EXPECT_EQ(decide_sms(closed, billing), kept_back(Reason::consent_missing));
    EXPECT_EQ(decide({.channel = Channel::email, .address = &closed}, billing, none), delivered);
    EXPECT_EQ(decide({.channel = Channel::viber, .address = &closed}, billing, {}),
              kept_back(Reason::consent_missing));
}

TEST(Decide, OfSeveralStartsTheStricterCounts)
{
    Profile const both{.starts = {{.phone = false, .email = true}, {.phone = true, .email = true}}};
    EXPECT_EQ(decide_sms(both, billing), kept_back(Reason::consent_missing));
    Profile const named{.starts = {{.phone = true, .email = true}}};
    EXPECT_EQ(decide({.address = &both, .customer = &named}, billing, {}), delivered);
}

TEST(Decide, AnAllowOpensAChannelThatStartedClosed)
{
    Profile const profile{.own = {allow("transactional")},
                          .starts = {{.phone = false, .email = false}}};
    EXPECT_EQ(decide_sms(profile, billing), delivered);
    EXPECT_EQ(decide_sms(profile, marketing), kept_back(Reason::consent_missing));
}

TEST(Decide, AStartIsNoRecordedYes)
{
    Profile const open{.starts = {{.phone = true, .email = true}}};
    EXPECT_EQ(decide_sms(open, newsletter), kept_back(Reason::opt_in_missing));
}

TEST(Decide, AStreamWithASwitchOfItsOwnObeysOnlyWhatNamesIt)
{
    model::Stream const two_way{"two_way", true};
    auto const decided = [&](Profile const& profile, CategoryInfo const& category) {
        return decide({.stream = &two_way, .address = &profile}, category, {});
    };
    for (auto const* covers : {"any", "transactional", "billing"}) {
        EXPECT_EQ(decided({.own = {stop(covers)}}, billing), delivered) << covers;
    }
    EXPECT_EQ(decided({.own = {stop("stream:two_way")}}, billing),
              kept_back(Reason::consent_withdrawn));
    EXPECT_EQ(decided({.own = {allow("any")}}, newsletter), kept_back(Reason::opt_in_missing));
    EXPECT_EQ(decided({.own = {allow("stream:two_way")}}, newsletter), delivered);
    Profile const replied{.hard_stops = {{Channel::sms, Suppression::stop_reply, {}}}};
    EXPECT_EQ(decided(replied, billing), kept_back(Reason::stop_reply));
}

TEST(Decide, WhatWasRecordedUnderAFormerNameCoversThePresentOne)
{
    auto renamed = marketing;
    renamed.name = "offers";
    renamed.formerly = {"marketing"};
    model::Stream const blast{"blast", false, {"campaign"}};
    EXPECT_EQ(decide_sms({.own = {stop("marketing")}}, renamed),
              kept_back(Reason::consent_withdrawn));
    Profile const stopped{.own = {stop("stream:campaign")}};
    EXPECT_EQ(decide({.stream = &blast, .address = &stopped}, billing, {}),
              kept_back(Reason::consent_withdrawn));
}

TEST(CoveredBy, NamesEverySpellingBetweenCommas)
{
    auto renamed = marketing;
    renamed.formerly = {"ads"};
    model::Stream const two_way{"two_way", true, {"chat"}};
    EXPECT_EQ(covered_by(renamed, &workflow), ",any,promotional,marketing,ads,stream:workflow,");
    EXPECT_EQ(covered_by(billing, &two_way), ",stream:two_way,stream:chat,");
    EXPECT_EQ(covered_by(billing, nullptr), ",any,transactional,billing,");
}

TEST(Decide, StreamStopLeavesMessagesOfNoStreamAlone)
{
    Profile const profile{.own = {stop("stream:")}};
    EXPECT_EQ(decide({.address = &profile}, billing, {}), delivered);
}

}  // namespace
}  // namespace filters
