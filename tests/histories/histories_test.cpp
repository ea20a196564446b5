// Random histories of changes, links, merges, erasures and restarts, each decided by the gateway's own parts (ledger,
// index, snapshot, decision) and by the reference; every channel, category, stream and customer must get one answer.
// OPTGATE_HISTORIES (100,000; under a sanitizer a twentieth) says how many, over all shards; OPTGATE_HISTORIES_SEED, which.
#include "tests/histories/histories.hpp"
#include "filters/consent/decide.hpp"
#include "tests/histories/house.hpp"
#include "tests/histories/reference.hpp"
#include "tests/histories/settings.hpp"
#include "tests/sanitized.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <optional>

namespace histories {
namespace {

constexpr int shipped = tests::sanitized ? 5'000 : 100'000;
constexpr int shards = 20;
constexpr int neighbours = 10;
constexpr int histories_a_store = 100;
constexpr int longest = 24;  // changes

int from_environment(char const* name, int otherwise)
{
    auto const* wanted = std::getenv(name);
    return wanted ? std::max(1, std::atoi(wanted)) : otherwise;
}

int histories_a_shard()
{
    return (from_environment("OPTGATE_HISTORIES", shipped) + shards - 1) / shards;
}

/// The suppressions of step 2 have one name here: which of several is told is not the reference's to say.
std::string step(model::Verdict const& verdict)
{
    switch (verdict.reason) {
        case model::Reason::stop_reply:
        case model::Reason::complaint:
        case model::Reason::hard_bounce:
        case model::Reason::do_not_contact:
        case model::Reason::erased: return verdict.deliver ? "?" : "hard";
        default: return std::string{model::name_of(verdict.reason)};
    }
}

std::string decided(store::Index const& index, reference::Question const& question,
                    model::CategoryInfo const& category, Settings const& settings)
{
    filters::Facts facts;
    facts.channel = *model::find_channel(question.channel);
    facts.stream = settings.streams.find(question.stream);
    facts.sender = question.sender;
    facts.address = &index.find(model::Address::restored(question.address));
    facts.customer = index.find_customer(question.customer);
    return step(filters::decide(facts, category, settings.consent));
}

/// One history on its way.
class Life {
public:
    Life(Dice& dice, std::uint64_t number)
        : dice_{dice},
          cast_{number},
          settings_{any_settings(dice, false)},
          left_{1 + dice.below(longest)}
    {
    }
    Life(Life const&) = delete;
    Life& operator=(Life const&) = delete;

    bool is_over() const { return left_ == 0; }

    /// Adds what happens next, and what the reference says to it.
    void go_on(std::vector<model::Change>& changes)
    {
        said_.clear();
        if (dice_.one_in(30)) set_up_anew();
        auto const count = is_over() ? 0 : 1 + dice_.below(std::min(left_, 3));
        left_ -= count;
        for (int i = 0; i < count; ++i) {
            auto const& change = changes.emplace_back(author_.next(settings_.manners));
            said_.push_back(people_.apply(change));
            story_ += "  " + told(change) + (said_.back() ? "\n" : "  REFUSED\n");
        }
    }

    /// What became of each change that was added, the first at `changed`: where the next life's begin.
    std::size_t hear(std::vector<store::Changed> const& changed, std::size_t at)
    {
        for (bool const expected : said_) {
            auto const* refused = std::get_if<model::Refused>(&changed[at++]);
            EXPECT_EQ(refused == nullptr, expected)
                << (refused ? refused->detail + "\n" : "") << "with\n"
                << story_;
        }
        return at;
    }

    void note(std::string const& what) { story_ += "  " + what + "\n"; }

    void ask_everything(store::Index const& index)
    {
        index_ = &index;
        reference::Question question;
        question.sender = dice_.one_in(2) ? "+14155550000" : "";
        for (auto const& address : cast_.addresses) {
            question.address = address;
            question.customer.clear();
            ask_of_everybody(question);
            for (auto const& customer : cast_.customers) {
                question.customer = customer;
                ask_of_everybody(question);
            }
        }
    }

private:
    /// Other settings, which rewrite nothing of what people chose; what was renamed stays so.
    void set_up_anew()
    {
        bool const renamed = settings_.manners.renamed || dice_.one_in(2);
        settings_ = any_settings(dice_, renamed);
        note(renamed ? "other settings, renamed" : "other settings");
    }

    void ask_of_everybody(reference::Question question)
    {
        for (auto const* channel : {"sms", "email", "whatsapp", "viber", "rcs"}) {
            for (auto const* stream : {"", "workflow", "two_way", "bulk"}) {
                question.channel = channel;
                question.stream = stream;
                for (auto const& category : settings_.categories)
                    ask(question, category);
            }
        }
    }

    void ask(reference::Question const& question, Category const& category)
    {
        auto const expected = people_.decide(question, category.plain, settings_.plain);
        auto const got = decided(*index_, question, category.info, settings_);
        if (got == expected || testing::Test::HasFailure()) return;
        ADD_FAILURE() << category.info.name << " (" << category.plain.rule << ") on "
                      << question.channel << " to " << question.address << ", stream \""
                      << question.stream << "\", customer \"" << question.customer << "\": got "
                      << got << ", expected " << expected << "\nafter\n"
                      << story_;
    }

    Dice& dice_;
    Cast const cast_;
    Author author_{dice_, cast_};
    Settings settings_;
    int left_;  ///< changes
    reference::People people_{renamed_later};
    store::Index const* index_ = nullptr;
    std::vector<bool> said_;  ///< of the changes added last: whether each is made
    std::string story_;
};

/// Several lives in one house, side by side: what they do at a time is one commit.
class Neighbours {
public:
    Neighbours(House& house, Dice& dice, int first) : house_{house}, dice_{dice}
    {
        for (int n = 0; n < neighbours; ++n)
            lives_.emplace_back(dice, static_cast<std::uint64_t>(first + n));
    }

    void live()
    {
        while (!std::ranges::all_of(lives_, &Life::is_over) && !testing::Test::HasFailure()) {
            go_on();
            if (dice_.one_in(20)) restart();
        }
        ask_everything();
    }

private:
    void go_on()
    {
        std::vector<model::Change> changes;
        for (auto& life : lives_)
            life.go_on(changes);
        auto const changed = house_.commit(std::move(changes));
        std::size_t at = 0;
        for (auto& life : lives_)
            at = life.hear(changed, at);
    }

    void restart()
    {
        bool const gracefully = dice_.one_in(2);
        for (auto& life : lives_)
            life.note(gracefully ? "restart" : "killed");
        house_.restart(gracefully);
        ask_everything();
    }

    void ask_everything()
    {
        for (auto& life : lives_)
            life.ask_everything(house_.index());
    }

    House& house_;
    Dice& dice_;
    std::deque<Life> lives_;
};

struct Histories : testing::TestWithParam<int> {};

TEST_P(Histories, AreDecidedAsTheReferenceDoes)
{
    auto const seed = from_environment("OPTGATE_HISTORIES_SEED", 1) * shards + GetParam();
    Dice dice{static_cast<std::uint64_t>(seed)};
    std::optional<House> house;
    for (int n = 0; n < histories_a_shard() && !HasFailure(); n += neighbours) {
        if (n % histories_a_store == 0) house.emplace();
        Neighbours{*house, dice, n}.live();
    }
}

INSTANTIATE_TEST_SUITE_P(Shards, Histories, testing::Range(0, shards));

}  // namespace
}  // namespace histories
