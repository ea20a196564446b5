// Many changes at once: the same state as one by one, and the same rules.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::map<std::string, model::Profile> profiles(Reader& reader)
{
    std::map<std::string, model::Profile> found;
    reader.each_profile([&](Folded const& folded) {
        if (auto const* address = std::get_if<Address>(&folded.subject)) {
            found[address->text()] = folded.profile;
        }
    });
    return found;
}

model::Attribution imported(std::string source, std::string evidence = "")
{
    auto who = by(std::move(source), std::move(evidence));
    who.imported = true;
    return who;
}

Change random_change(std::mt19937& dice)
{
    auto const pick = [&](int most) {
        return static_cast<int>(dice() % static_cast<unsigned>(most));
    };
    std::array<std::string, 3> const sources{"reply", "staff", "import"};
    auto who = imported(sources[static_cast<std::size_t>(pick(3))], pick(2) == 0 ? "" : "said so");
    auto const address =
        pick(4) == 0 ? mail("m" + std::to_string(pick(20)) + "@example.com") : phone(pick(50));
    if (pick(3) == 0) {
        return suppress(address, {Channel::sms, static_cast<Suppression>(pick(5)), ""}, who);
    }
    return pick(2) == 0 ? stop(address, who) : allow(address, who);
}

LoadResult load(Writer& writer, std::vector<Change> const& changes, ImportPoint const& point)
{
    auto const loader = writer.loader();
    for (auto const& change : changes)
        loader->add(change);
    return loader->load(point);
}

void tally(std::size_t place, Changed const& made, LoadResult& result)
{
    if (auto const* refused = std::get_if<Refused>(&made)) {
        result.refused.emplace_back(place, *refused);
    } else {
        ++(std::get<Written>(made).anew ? result.changed : result.unchanged);
    }
}

std::map<std::size_t, Refused::Why> refusals(LoadResult const& loaded)
{
    std::map<std::size_t, Refused::Why> whys;
    for (auto const& [place, refused] : loaded.refused)
        whys.emplace(place, refused.why);
    return whys;
}

using Load = Opened;

TEST_F(Load, LeavesTheStateThatOneByOneLeaves)
{
    Folder other_folder;
    auto const other = open("sqlite:" + other_folder.file());
    auto const one_by_one = other->writer();
    std::mt19937 dice{7};
    for (int round = 0; round < 5; ++round) {
        std::vector<Change> changes;
        for (int i = 0; i < 400; ++i)
            changes.push_back(random_change(dice));

        auto const loaded = load(*writer, changes, {"file", round, round});

        LoadResult made;
        for (std::size_t i = 0; i < changes.size(); ++i)
            tally(i, one_by_one->commit({{changes[i]}, {}}).changes.front(), made);
        ASSERT_EQ(loaded.changed, made.changed);
        ASSERT_EQ(loaded.unchanged, made.unchanged);
        ASSERT_EQ(refusals(loaded), refusals(made));
        ASSERT_EQ(profiles(*reader), profiles(*other->reader()));
    }
    EXPECT_FALSE(reader->verify({}).broken);
    EXPECT_EQ(reader->head().sequence, other->reader()->head().sequence);
    for (auto const& entry : reader->history(phone(1), 0, 100))
        EXPECT_THAT(entry.note, HasSubstr("+14155551001")) << entry.action;
}

TEST_F(Load, KeepsHowFarAFileWasReadWithItsRows)
{
    EXPECT_FALSE(reader->import_point("file"));
    std::vector<Change> const changes{stop(phone())};

    load(*writer, changes, {"file", 120, 3});
    load(*writer, {}, {"file", 150, 4, "what is in it", "how it was read"});

    auto const point = reader->import_point("file");
    ASSERT_TRUE(point);
    EXPECT_EQ(point->bytes, 150);
    EXPECT_EQ(point->rows, 4);
    EXPECT_EQ(point->contents, "what is in it");
    EXPECT_EQ(point->options, "how it was read");
}

TEST_F(Load, ForgetsAFileThatIsDone)
{
    std::vector<Change> const changes{stop(phone())};
    load(*writer, changes, {"file", 120, 3});
    load(*writer, {}, {"other", 10, 1});

    load(*writer, {}, {.file = "file", .bytes = 150, .rows = 4, .is_the_end = true});

    EXPECT_FALSE(reader->import_point("file"));
    EXPECT_TRUE(reader->import_point("other"));
}

TEST_F(Load, CustomersComeBeforeWhatIsSaidOfThem)
{
    std::vector<Change> const changes{put("z", {{phone(2), "mobile"}}), stop(OfCustomer{"z"}),
                                      stop(phone(1)), stop(OfCustomer{"nobody"})};

    auto const loaded = load(*writer, changes, {});

    EXPECT_THAT(refusals(loaded), ElementsAre(Pair(3U, Refused::Why::not_found)));
    EXPECT_FALSE(reader->profile(phone(2)).owners.empty());
}

TEST_F(Load, AnImportTakesBackNoStopWithoutEvidenceAndNoRecipientsAtAll)
{
    commit(stop(phone(1), by("reply")));
    commit(stop(phone(2)));
    std::vector<Change> const changes{allow(phone(1), imported("web", "they said so")),
                                      allow(phone(2), imported("web")),
                                      allow(phone(2), imported("phone", "asked, 3 May"))};

    auto const loaded = load(*writer, changes, {});

    EXPECT_THAT(refusals(loaded), ElementsAre(Pair(0U, Refused::Why::evidence_needed),
                                              Pair(1U, Refused::Why::evidence_needed)));
}

TEST_F(Load, ChangesAreCountedADay)
{
    std::vector<Change> const changes{stop(phone(1), by("reply")), stop(phone(2), by("reply")),
                                      stop(phone(2), by("reply")), put("c", {})};
    load(*writer, changes, {});
    commit(allow(OfCustomer{"nobody"}));
    auto const day = noon.time_since_epoch().count() / 86'400'000;

    auto const counts = reader->changes_a_day(day, day + 1);

    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].source, "reply");
    EXPECT_EQ(counts[0].changes, 2);
    EXPECT_EQ(counts[1].action, "customer");
    EXPECT_TRUE(reader->changes_a_day(day + 1, day + 2).empty());
}

TEST_F(Load, TheStateIsReadPageByPage)
{
    std::vector<Change> const changes{
        put("a", {{phone(3), "work"}, {phone(1), "mobile"}}), put("b", {}), stop(OfCustomer{"b"}),
        stop(phone(9)), suppress(phone(9), {std::nullopt, Suppression::complaint, ""})};
    load(*writer, changes, {});
    std::vector<std::string> found;
    for (auto const part : {Listed::customers, Listed::links, Listed::preferences,
                            Listed::suppressions, Listed::contacts}) {
        for (auto page = reader->state(part, nullptr, 1); !page.empty();
             page = reader->state(part, &page.back(), 1)) {
            auto const& row = page.front();
            found.push_back(row.customer + row.address + row.label + row.state + row.suppression);
        }
    }

    EXPECT_THAT(found, ElementsAre("a", "b", "+14155551009stop", "bstop", "+14155551009complaint",
                                   "a+14155551003work", "a+14155551001mobile"));
}

TEST_F(Load, OneContactIsAddedRelabelledAndRemoved)
{
    commit(put("a", {{phone(1), "mobile"}}));
    auto const contact = [&](int number, std::string label) {
        return Change{model::PutContact{"a", {phone(number), std::move(label)}, true, {}}, staff()};
    };
    commit(put("b", {{phone(7), ""}}));

    EXPECT_EQ(refusal(commit(contact(2, "home"))), std::nullopt);
    EXPECT_EQ(refusal(commit(contact(1, "work"))), std::nullopt);
    EXPECT_FALSE(std::get<Written>(commit(contact(2, ""))).anew) << "no label keeps the one it has";
    EXPECT_EQ(refusal(commit(contact(7, ""))), Refused::Why::conflict);
    EXPECT_EQ(refusal(commit({model::PutContact{"x", {phone(8), ""}, true, {}}, staff()})),
              Refused::Why::not_found);
    auto const held = reader->customer("a")->customer.contacts;
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0].label, "work");
    EXPECT_EQ(held[1].label, "home");
    EXPECT_EQ(refusal(commit({model::RemoveContact{"a", phone(1)}, staff()})), std::nullopt);
    EXPECT_EQ(refusal(commit({model::RemoveContact{"a", phone(1)}, staff()})),
              Refused::Why::not_found);
    EXPECT_EQ(reader->customer("a")->customer.contacts.size(), 1U);
}

}  // namespace
}  // namespace store
