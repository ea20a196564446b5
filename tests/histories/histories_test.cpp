// Random histories of changes, links, merges, erasures and restarts, each decided by the gateway's own parts (ledger,
// index, snapshot, decision) and by the reference; every channel, category, stream and customer must get one answer.
// OPTGATE_HISTORIES (100,000; under a sanitizer a twentieth) says how many, over all shards.
#include "tests/histories/histories.hpp"
#include "filters/consent/decide.hpp"
#include "store/snapshots.hpp"
#include "store/store.hpp"
#include "tests/histories/reference.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include <unistd.h>

namespace histories {
namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int shipped = 5'000;
#else
constexpr int shipped = 100'000;
#endif
constexpr int shards = 20;
constexpr int histories_a_store = 50;
constexpr int longest = 14;  // changes
constexpr Allowed allowed{false, false, false, false};

int histories_a_shard()
{
    auto const* wanted = std::getenv("OPTGATE_HISTORIES");
    return ((wanted ? std::max(1, std::atoi(wanted)) : shipped) + shards - 1) / shards;
}

/// In memory where the machine has such a folder: what fsync promises is other tests' to show.
std::filesystem::path fresh_folder()
{
    std::filesystem::path const memory{"/dev/shm"};
    auto const place =
        ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::path{testing::TempDir()};
    auto pattern = (place / "optgate-histories-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    return pattern;
}

/// What a gateway has of people, opened anew at each restart.
class House {
public:
    House() { start(); }
    ~House()
    {
        end(false);
        std::filesystem::remove_all(folder_);
    }
    House(House const&) = delete;
    House& operator=(House const&) = delete;

    std::vector<store::Changed> commit(std::vector<model::Change> changes)
    {
        bool erases = false;
        for (auto const& change : changes)
            erases |= std::holds_alternative<model::ErasePerson>(change.what);
        if (erases) snapshots_->forget();
        auto committed = writer_->commit({std::move(changes), {}});
        for (auto const& folded : committed.folded)
            index_->put(folded);
        for (auto const& changed : committed.changes) {
            auto const* entries = std::get_if<std::vector<std::int64_t>>(&changed);
            if (entries && !entries->empty()) index_->reach(entries->back());
        }
        return std::move(committed.changes);
    }

    /// Gracefully, with a snapshot left behind, or not.
    void restart(bool gracefully)
    {
        end(gracefully);
        start();
    }

    store::Index const& index() const { return *index_; }
    bool began_with_snapshot() const { return snapshots_->began_with_one(); }

private:
    void start()
    {
        auto const url = "sqlite:" + (folder_ / "ledger.db").string();
        store_ = store::open(url);
        index_.emplace(store_->secret());
        snapshots_.emplace(*store_, *index_, store::snapshot_file(url), store::Snapshots::Pace{},
                           store::Snapshots::Told{});
        writer_ = store_->writer();
    }
    void end(bool gracefully)
    {
        writer_.reset();
        if (gracefully) snapshots_->stop();
        snapshots_.reset();
        index_.reset();
        store_.reset();
    }

    std::filesystem::path const folder_ = fresh_folder();
    std::unique_ptr<store::Store> store_;
    std::optional<store::Index> index_;
    std::optional<store::Snapshots> snapshots_;
    std::unique_ptr<store::Writer> writer_;
};

struct Pair {
    reference::Category plain;
    model::CategoryInfo info;
};

Pair category(std::string const& name, bool promotional, std::string const& rule)
{
    model::CategoryInfo info;
    info.name = name;
    info.kind = promotional ? model::Kind::promotional : model::Kind::transactional;
    info.rule = rule == "always"   ? model::ConsentRule::always
                : rule == "opt_in" ? model::ConsentRule::opt_in
                                   : model::ConsentRule::opt_out;
    return {{name, promotional, rule}, info};
}

std::vector<Pair> const& categories()
{
    static std::vector<Pair> const all{
        category("marketing", true, "opt_out"), category("survey", true, "opt_in"),
        category("billing", false, "opt_out"), category("service", false, "opt_in"),
        category("one_time_code", false, "always")};
    return all;
}

struct Settings {
    reference::Setup plain;
    filters::ConsentSettings consent;
};

Settings any_settings(Dice& dice)
{
    constexpr std::array scopes{filters::Scope::channel, filters::Scope::promotional};
    constexpr std::array words{"channel", "promotional"};
    Settings settings;
    auto const reply = static_cast<std::size_t>(dice.below(2));
    auto const complaint = static_cast<std::size_t>(dice.below(2));
    settings.plain.phone_default = settings.consent.phone_default = !dice.one_in(3);
    settings.plain.email_default = settings.consent.email_default = !dice.one_in(3);
    settings.plain.stop_reply_scope = words[reply];
    settings.plain.complaint_scope = words[complaint];
    settings.consent.stop_reply = scopes[reply];
    settings.consent.complaint = scopes[complaint];
    if (dice.one_in(4)) {
        settings.plain.labels_accepted = {"mobile"};
        settings.consent.labels_accepted = {"mobile"};
    }
    return settings;
}

model::Streams const& streams()
{
    static model::Streams const all{{{"campaign"}, {"workflow"}, {"quick"}, {"two_way"}}};
    return all;
}

std::string decided(store::Index const& index, reference::Question const& question,
                    model::CategoryInfo const& category, Settings const& settings)
{
    filters::Facts facts;
    facts.channel = *model::find_channel(question.channel);
    facts.stream = streams().find(question.stream);
    facts.address = &index.find(model::Address::restored(question.address));
    facts.customer = index.find_customer(question.customer);
    auto const verdict = filters::decide(facts, category, settings.consent);
    switch (verdict.reason) {
        case model::Reason::stop_reply:
        case model::Reason::complaint:
        case model::Reason::hard_bounce:
        case model::Reason::do_not_contact:
        case model::Reason::erased: return verdict.deliver ? "?" : "hard";
        default: return std::string{model::name_of(verdict.reason)};
    }
}

/// One history on its way.
class Life {
public:
    Life(House& house, Dice& dice, std::uint64_t number)
        : house_{house}, dice_{dice}, cast_{number}, settings_{any_settings(dice)}
    {
    }

    void live()
    {
        for (int left = 1 + dice_.below(longest); left > 0 && !testing::Test::HasFailure();) {
            left -= change(1 + dice_.below(std::min(left, 3)));
            if (dice_.one_in(40)) restart();
        }
        if (!testing::Test::HasFailure()) ask_everything();
    }

private:
    int change(int count)
    {
        std::vector<model::Change> changes;
        std::vector<bool> expected;
        for (int i = 0; i < count; ++i) {
            changes.push_back(any_change(dice_, cast_, allowed));
            expected.push_back(people_.apply(changes.back()));
            story_ += "  " + told(changes.back()) + (expected.back() ? "\n" : "  REFUSED\n");
        }
        auto const changed = house_.commit(changes);
        for (std::size_t i = 0; i < changed.size(); ++i) {
            auto const* refused = std::get_if<model::Refused>(&changed[i]);
            EXPECT_EQ(refused == nullptr, expected[i])
                << told(changes[i]) << (refused ? ": " + refused->detail : "") << "\nafter\n"
                << story_;
        }
        return count;
    }

    void restart()
    {
        bool const gracefully = dice_.one_in(2);
        story_ += gracefully ? "  restart\n" : "  killed\n";
        house_.restart(gracefully);
        ask_everything();
    }

    void ask_everything()
    {
        reference::Question question;
        for (auto const& address : cast_.addresses) {
            question.address = address;
            ask_of_everybody(question);
            for (auto const& customer : cast_.customers) {
                question.customer = customer;
                ask_of_everybody(question);
            }
            question.customer.clear();
        }
    }

    void ask_of_everybody(reference::Question question)
    {
        for (auto const* channel : {"sms", "email", "whatsapp", "viber", "rcs"}) {
            for (auto const* stream : {"", "workflow", "two_way"}) {
                question.channel = channel;
                question.stream = stream;
                for (auto const& category : categories())
                    ask(question, category);
            }
        }
    }

    void ask(reference::Question const& question, Pair const& category)
    {
        auto const expected = people_.decide(question, category.plain, settings_.plain);
        auto const got = decided(house_.index(), question, category.info, settings_);
        if (got == expected || testing::Test::HasFailure()) return;
        ADD_FAILURE() << category.plain.name << " on " << question.channel << " to "
                      << question.address << ", stream \"" << question.stream << "\", customer \""
                      << question.customer << "\": got " << got << ", expected " << expected
                      << "\nafter\n"
                      << story_;
    }

    House& house_;
    Dice& dice_;
    Cast const cast_;
    Settings const settings_;
    reference::People people_;
    std::string story_;
};

struct Histories : testing::TestWithParam<int> {};

TEST_P(Histories, AreDecidedAsTheReferenceDoes)
{
    Dice dice{static_cast<std::uint64_t>(GetParam())};
    std::optional<House> house;
    for (int n = 0; n < histories_a_shard() && !HasFailure(); ++n) {
        if (n % histories_a_store == 0) house.emplace();
        Life{*house, dice, static_cast<std::uint64_t>(n)}.live();
    }
}

INSTANTIATE_TEST_SUITE_P(Shards, Histories, testing::Range(0, shards));

}  // namespace
}  // namespace histories
