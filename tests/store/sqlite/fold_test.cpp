// The state in the tables is what folding the ledger from its first entry gives: a second, slow fold says so.
#include "store/index/index.hpp"
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include <map>
#include <set>

namespace store {
namespace {

namespace json = boost::json;

std::string text_of(json::object const& object, char const* key)
{
    auto const* value = object.if_contains(key);
    return value ? std::string{value->as_string()} : std::string{};
}

std::optional<Channel> channel_of(json::object const& object)
{
    return model::find_channel(text_of(object, "channel"));
}

Preference preference_of(json::object const& object)
{
    auto const state = text_of(object, "state") == "stop" ? State::stop : State::allow;
    return {channel_of(object), model::read_covers(text_of(object, "covers")), state};
}

model::HardStop hard_stop_of(json::object const& object)
{
    return {channel_of(object), *model::find_suppression(text_of(object, "suppression")),
            text_of(object, "sender")};
}

/// Folds ledger entries, knowing nothing of the tables.
class SlowFold {
public:
    void read(model::LedgerEntry const& entry)
    {
        auto const& state = entry.after.empty() ? entry.before : entry.after;
        auto const object = json::parse(state).as_object();
        if (entry.action == "preference") {
            auto& held = preferences_[{entry.customer, entry.address}];
            if (!entry.before.empty()) {
                held.erase(preference_of(json::parse(entry.before).as_object()));
            }
            if (!entry.after.empty()) held.insert(preference_of(object));
        } else if (entry.action == "start") {
            starts_[entry.customer] = {object.at("phone").as_bool(), object.at("email").as_bool()};
        } else if (entry.action == "suppression") {
            hard_stops_[entry.address].insert(hard_stop_of(object));
        } else if (entry.action == "suppression_lifted") {
            auto const lifted = hard_stop_of(object);
            std::erase_if(hard_stops_[entry.address], [&](model::HardStop const& stop) {
                return stop.channel == lifted.channel && stop.suppression == lifted.suppression &&
                       (lifted.sender.empty() || stop.sender == lifted.sender);
            });
        } else if (entry.action == "contact" && entry.after.empty()) {
            labels_[entry.address].erase(entry.customer);
        } else if (entry.action == "contact") {
            labels_[entry.address][entry.customer] = text_of(object, "label");
        } else if (entry.after.empty()) {
            preferences_.erase({entry.customer, ""});
            starts_.erase(entry.customer);
        }
    }

    model::Profile profile(std::string const& address)
    {
        model::Profile profile;
        std::set<Preference> owners;
        std::set<std::string> labels;
        std::set<model::Start> starts;
        for (auto const& [customer, label] : labels_[address]) {
            labels.insert(label);
            auto const& theirs = preferences_[{customer, ""}];
            owners.insert(theirs.begin(), theirs.end());
            if (starts_.contains(customer)) starts.insert(starts_[customer]);
        }
        auto const& own = preferences_[{"", address}];
        auto const& stops = hard_stops_[address];
        profile.own.assign(own.begin(), own.end());
        profile.hard_stops.assign(stops.begin(), stops.end());
        profile.owners.assign(owners.begin(), owners.end());
        profile.starts.assign(starts.begin(), starts.end());
        profile.labels.assign(labels.begin(), labels.end());
        return profile;
    }

private:
    std::map<std::pair<std::string, std::string>, std::set<Preference>> preferences_;
    std::map<std::string, std::set<model::HardStop>> hard_stops_;
    std::map<std::string, model::Start> starts_;
    std::map<std::string, std::map<std::string, std::string>> labels_;
};

class Dice {
public:
    explicit Dice(unsigned seed) : engine_{seed} {}
    int below(int end) { return std::uniform_int_distribution{0, end - 1}(engine_); }
    template <class Item>
    Item one_of(std::initializer_list<Item> items)
    {
        return *(items.begin() + below(static_cast<int>(items.size())));
    }

private:
    std::mt19937 engine_;
};

constexpr int phones = 6;

std::string any_customer(Dice& dice)
{
    return std::to_string(dice.below(4));
}

model::Subject any_subject(Dice& dice)
{
    if (dice.below(2) == 0) return phone(dice.below(phones));
    return OfCustomer{any_customer(dice)};
}

std::vector<Contact> any_contacts(Dice& dice)
{
    std::vector<Contact> contacts;
    for (int i = 0; i < phones; ++i) {
        if (dice.below(3) == 0) contacts.push_back({phone(i), dice.one_of({"mobile", "home", ""})});
    }
    return contacts;
}

Change any_change(Dice& dice)
{
    auto const who = by(dice.one_of({"staff", "reply", "import"}), dice.one_of({"", "said so"}));
    auto const channel = dice.one_of<std::optional<Channel>>({std::nullopt, Channel::sms});
    model::HardStop const hard_stop{
        channel, dice.one_of({Suppression::stop_reply, Suppression::do_not_contact}),
        dice.one_of({"", "+14155550000"})};
    Preference const preference{channel,
                                model::read_covers(dice.one_of({"any", "service", "stream:quick"})),
                                dice.one_of({State::stop, State::allow})};
    switch (dice.below(10)) {
        case 0: return remove(any_customer(dice));
        case 1:
        case 2: {
            auto change = put(any_customer(dice), any_contacts(dice),
                              model::Start{dice.below(2) == 0, dice.below(2) == 0});
            auto& what = std::get<model::PutCustomer>(change.what);
            what.prevent_duplicates = dice.below(2) == 0;
            what.contacts = {{"mobile"}, {"service"}};
            if (dice.below(2) == 0) what.start.reset();
            if (dice.below(2) == 0) what.customer.carbon_copy_of = any_customer(dice);
            return change;
        }
        case 8: return {model::MergeCustomers{any_customer(dice), any_customer(dice)}, who};
        case 3: return suppress(phone(dice.below(phones)), hard_stop, who);
        case 4: return lift(phone(dice.below(phones)), hard_stop, who);
        default: return set(any_subject(dice), preference, who);
    }
}

struct FoldOfTheLedger : Opened, testing::WithParamInterface<unsigned> {};

TEST_P(FoldOfTheLedger, EqualsTheStateAndWhatEachBatchHandsOut)
{
    Dice dice{GetParam()};
    std::map<std::string, model::Profile> handed_out;
    for (int i = 0; i < 60; ++i) {
        Batch batch;
        for (int n = dice.below(8); n >= 0; --n)
            batch.changes.push_back(any_change(dice));
        for (auto const& folded : writer->commit(batch).folded) {
            if (auto const* address = std::get_if<Address>(&folded.subject)) {
                handed_out[address->text()] = folded.profile;
            }
        }
    }

    SlowFold fold;
    std::int64_t sequence = 1;
    for (; auto const entry = reader->ledger_entry(sequence); ++sequence)
        fold.read(*entry);
    std::map<std::string, model::Profile> at_start;
    reader->each_profile([&](Folded const& folded) {
        if (auto const* address = std::get_if<Address>(&folded.subject)) {
            at_start[address->text()] = folded.profile;
        }
    });

    Index from_parts{store->secret()};
    reader->each_part([&](Folded&& part) { from_parts.add(std::move(part)); });

    EXPECT_GT(sequence, 50);
    for (int i = 0; i < phones; ++i) {
        auto const expected = fold.profile(phone(i).text());
        EXPECT_EQ(reader->profile(phone(i)), expected);
        EXPECT_EQ(handed_out[phone(i).text()], expected);
        EXPECT_EQ(at_start[phone(i).text()], expected);
        EXPECT_EQ(from_parts.find(phone(i)), expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, FoldOfTheLedger, testing::Range(1u, 9u));

struct EachProfile : Opened {};

TEST_F(EachProfile, NamesCustomersEvenIfTheyChoseNothing)
{
    commit(put("7", {{phone(), "mobile"}}));
    commit(put("8", {}));
    commit(stop(OfCustomer{"8"}));

    Index from_parts{store->secret()};
    reader->each_part([&](Folded&& part) { from_parts.add(std::move(part)); });
    std::map<std::string, model::Profile> customers;
    reader->each_profile([&](Folded const& folded) {
        if (auto const* customer = std::get_if<OfCustomer>(&folded.subject)) {
            EXPECT_TRUE(folded.known);
            customers[customer->id] = folded.profile;
        }
    });

    ASSERT_EQ(customers.size(), 2u);
    EXPECT_TRUE(customers["7"].empty());
    EXPECT_THAT(customers["8"].owners, testing::ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(from_parts.size(), 3u);
    for (auto const& [id, profile] : customers) {
        ASSERT_NE(from_parts.find_customer(id), nullptr);
        EXPECT_EQ(*from_parts.find_customer(id), profile);
    }
}

}  // namespace
}  // namespace store
