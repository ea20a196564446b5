// tests/store/changes.hpp: changes and stores in few words.
#pragma once

#include "store/store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

namespace store {

using model::Address;
using model::Change;
using model::Channel;
using model::Contact;
using model::Covers;
using model::OfCustomer;
using model::Preference;
using model::Refused;
using model::State;
using model::Suppression;

inline constexpr model::Time noon{std::chrono::milliseconds{1'790'000'000'000}};

inline Address phone(int number = 0)
{
    return Address::restored("+1415555" + std::to_string(1000 + number));
}
inline Address mail(std::string text = "ada@example.com")
{
    return Address::restored(std::move(text));
}

inline model::Attribution by(std::string source, std::string evidence = "")
{
    return {"ada", std::move(source), std::move(evidence), noon};
}
inline model::Attribution staff()
{
    return by("staff");
}

inline Preference promotional_sms(State state)
{
    return {Channel::sms, model::read_covers("promotional"), state};
}
inline Change set(model::Subject subject, Preference preference, model::Attribution who = staff())
{
    return {model::SetPreference{std::move(subject), std::move(preference)}, std::move(who)};
}
inline Change stop(model::Subject subject, model::Attribution who = staff())
{
    return set(std::move(subject), promotional_sms(State::stop), std::move(who));
}
inline Change allow(model::Subject subject, model::Attribution who = staff())
{
    return set(std::move(subject), promotional_sms(State::allow), std::move(who));
}
inline Change suppress(Address address, model::HardStop hard_stop, model::Attribution who = staff())
{
    return {model::SetHardStop{std::move(address), std::move(hard_stop)}, std::move(who)};
}
inline Change lift(Address address, model::HardStop hard_stop, model::Attribution who = staff())
{
    return {model::LiftHardStop{std::move(address), std::move(hard_stop)}, std::move(who)};
}
inline Change put(std::string id, std::vector<Contact> contacts,
                  std::optional<model::Start> start = {}, std::string name = "Ada")
{
    model::Customer customer{std::move(id), model::CustomerKind::customer, std::move(name),
                             std::move(contacts), ""};
    return {model::PutCustomer{std::move(customer), true, start, {}}, staff()};
}
inline Change remove(std::string id)
{
    return {model::RemoveCustomer{std::move(id)}, staff()};
}

inline std::vector<std::int64_t> const& entries(Changed const& changed)
{
    return std::get<store::Written>(changed).entries;
}
inline std::optional<Refused::Why> refusal(Changed const& changed)
{
    auto const* refused = std::get_if<Refused>(&changed);
    return refused ? std::optional{refused->why} : std::nullopt;
}

/// A folder of its own, gone when the test is over.
class Folder {
public:
    Folder() { std::filesystem::create_directories(path_); }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::string file(std::string const& name = "optgate.db") const { return path_ / name; }

private:
    std::filesystem::path path_ = std::filesystem::path{testing::TempDir()} /
                                  ("optgate-" + std::to_string(std::random_device{}()) +
                                   std::to_string(std::random_device{}()));
};

/// A fresh store in a real file, with one writer and one reader.
struct Opened : testing::Test {
    Changed commit(Change change)
    {
        return writer->commit({{std::move(change)}, {}}).changes.front();
    }
    std::vector<model::LedgerEntry> history(model::Subject const& subject)
    {
        return reader->history(subject, 0, 1'000);
    }

    Folder folder;
    std::unique_ptr<Store> store = open("sqlite:" + folder.file());
    std::unique_ptr<Writer> writer = store->writer();
    std::unique_ptr<Reader> reader = store->reader();
};

}  // namespace store
