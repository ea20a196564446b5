#include "store/index/index.hpp"

#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace store {
namespace {

using testing::ElementsAre;

constexpr std::array<std::uint8_t, 16> secret{1, 2, 3};

model::Profile stopped()
{
    return {{}, {promotional_sms(State::stop)}, {}, {}, {}};
}
model::Profile allowed()
{
    return {{}, {promotional_sms(State::allow)}, {}, {}, {}};
}
Address number(std::uint64_t n)
{
    return Address::restored("+" + std::to_string(14'150'000'000 + n));
}

TEST(Index, KnowsNothingAtFirst)
{
    Index const index{secret};
    EXPECT_TRUE(index.find(phone()).empty());
    EXPECT_EQ(index.find_customer("7"), nullptr);
    EXPECT_EQ(index.size(), 0u);
}

TEST(Index, FindsEachFormOfAddress)
{
    Index index{secret};
    std::vector<std::string> const texts{"+14155550100",
                                         "+4",
                                         "ada@example.com",
                                         "viber:01234567890A=",
                                         "whatsapp:x",
                                         "+abc",
                                         "+0123",
                                         "+123",
                                         "+999999999999999999999999",
                                         std::string(300, 'a') + "@example.com"};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        model::Profile profile;
        profile.labels = {std::to_string(i)};
        index.put({Address::restored(texts[i]), profile});
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_THAT(index.find(Address::restored(texts[i])).labels, ElementsAre(std::to_string(i)))
            << texts[i];
    }
    EXPECT_EQ(index.size(), texts.size());
}

TEST(Index, ShowsTheLatestStateAndForgetsAnEmptyOne)
{
    Index index{secret};
    index.put({phone(), stopped()});
    index.put({phone(), allowed()});
    EXPECT_EQ(index.find(phone()), allowed());

    index.put({phone(), {}});
    EXPECT_TRUE(index.find(phone()).empty());
}

TEST(Index, EqualProfilesAreOneObject)
{
    Index index{secret};
    index.put({phone(1), stopped()});
    index.put({mail(), stopped()});
    EXPECT_EQ(&index.find(phone(1)), &index.find(mail()));
}

TEST(Index, TellsACustomerWithNothingChosenFromAnUnknownOne)
{
    Index index{secret};
    index.put({OfCustomer{"7"}, {}});
    ASSERT_NE(index.find_customer("7"), nullptr);
    EXPECT_TRUE(index.find_customer("7")->empty());

    index.put({OfCustomer{"7"}, {}, false});
    EXPECT_EQ(index.find_customer("7"), nullptr);
}

TEST(Index, DoesNotTakeACustomersIdForAnAddress)
{
    Index index{secret};
    index.put({OfCustomer{"ada@example.com"}, stopped()});
    EXPECT_TRUE(index.find(mail("ada@example.com")).empty());
}

TEST(Index, LosesNothingWhenItGrows)
{
    constexpr std::uint64_t count = 50'000;
    Index index{secret};
    for (std::uint64_t i = 0; i < count; ++i) {
        index.put({number(i), i % 2 == 0 ? stopped() : allowed()});
        index.put({mail(std::to_string(i) + "@example.com"), i % 2 == 0 ? allowed() : stopped()});
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        ASSERT_EQ(index.find(number(i)), i % 2 == 0 ? stopped() : allowed());
        ASSERT_EQ(index.find(mail(std::to_string(i) + "@example.com")),
                  i % 2 == 0 ? allowed() : stopped());
    }
    EXPECT_TRUE(index.find(number(count)).empty());
    EXPECT_EQ(index.size(), 2 * count);
    EXPECT_LT(index.resident_bytes(), count * 30 + count * 40);
}

TEST(Index, NeverHidesAPresentEntryFromAReaderWhileItGrowsAndChanges)
{
    constexpr std::uint64_t count = 60'000;
    Index index{secret};
    std::atomic<std::uint64_t> present{0};
    std::atomic<std::uint64_t> missed{0};
    std::atomic<bool> done{false};
    auto const read = [&](unsigned seed) {
        std::mt19937_64 dice{seed};
        while (!done) {
            auto const visible = present.load(std::memory_order_acquire);
            if (visible == 0) continue;
            auto const i = dice() % visible;
            auto const& of_phone = index.find(number(i));
            auto const& of_mail = index.find(mail(std::to_string(i) + "@example.com"));
            if (of_phone != stopped() && of_phone != allowed()) ++missed;
            if (of_mail != stopped()) ++missed;
        }
    };
    std::thread one{read, 1u};
    std::thread other{read, 2u};
    for (std::uint64_t i = 0; i < count; ++i) {
        index.put({number(i), stopped()});
        index.put({mail(std::to_string(i) + "@example.com"), stopped()});
        present.store(i + 1, std::memory_order_release);
        index.put({number(i / 2), allowed()});
    }
    done = true;
    one.join();
    other.join();
    EXPECT_EQ(missed, 0u);
}

}  // namespace
}  // namespace store
