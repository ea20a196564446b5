#include "store/index/index.hpp"

#include "store/index/profiles.hpp"
#include "store/index/table.hpp"
#include "store/index/unite.hpp"

#include <sodium.h>

#include <atomic>
#include <cstring>

namespace store {
namespace {

using Secret = std::array<std::uint8_t, crypto_shorthash_siphashx24_KEYBYTES>;
using PhoneKey = Key<1>;
using HashedKey = Key<2>;

std::uint64_t word_at(std::uint8_t const* bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

// The finaliser of MurmurHash3: every bit of the number moves every bit of its place.
std::uint64_t mixed(std::uint64_t word)
{
    word ^= word >> 33;
    word *= 0xff51afd7ed558ccdULL;
    word ^= word >> 33;
    word *= 0xc4ceb9fe1a85ec53ULL;
    return word ^ (word >> 33);
}

std::uint64_t place_of_phone(std::array<std::uint64_t, 1> const& word, std::uint64_t seed)
{
    return mixed(word[0] ^ seed);
}

// A keyed hash is already as random as its place must be.
std::uint64_t place_of_hash(std::array<std::uint64_t, 2> const& word, std::uint64_t)
{
    return word[1];
}

// E.164 as a number: at most 15 digits (ITU-T E.164 §6), none of them a leading zero. 0: the text
// is not that.
std::uint64_t digits_of(std::string_view text) noexcept
{
    constexpr std::size_t most = 18;
    if (text.size() < 2 || text.size() > most + 1 || text[0] != '+' || text[1] == '0') return 0;
    std::uint64_t number = 0;
    for (char const digit : text.substr(1)) {
        if (digit < '0' || digit > '9') return 0;
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

HashedKey key_of(KeyedHash::Words const& word) noexcept
{
    return {word, place_of_hash(word, 0)};
}

}  // namespace

struct Index::State {
    explicit State(Secret const& secret)
        : address{secret, KeyedHash::Form::address},
          customer{secret, KeyedHash::Form::customer},
          person{secret, KeyedHash::Form::erased},
          seed{word_at(secret.data()) ^ word_at(secret.data() + 8)}
    {
        phones.spread_by(place_of_phone, seed);
        hashed.spread_by(place_of_hash, 0);
        erased.spread_by(place_of_hash, 0);
    }

    PhoneKey phone(std::uint64_t digits) const
    {
        std::array<std::uint64_t, 1> const word{digits};
        return {word, place_of_phone(word, seed)};
    }

    std::uint32_t find(model::Address const& what) const noexcept
    {
        if (auto const digits = digits_of(what.text())) return phones.find(phone(digits));
        return hashed.find(key_of(address(what.text())));
    }

    void put(model::Address const& what, std::uint32_t id)
    {
        if (auto const digits = digits_of(what.text())) return phones.put(phone(digits), id);
        hashed.put(key_of(address(what.text())), id);
    }

    void fetch(Folded const& part) const
    {
        if (auto const* what = std::get_if<model::Address>(&part.subject)) {
            auto const digits = digits_of(what->text());
            return digits ? phones.fetch(phone(digits))
                          : hashed.fetch(key_of(address(what->text())));
        }
        if (auto const* who = std::get_if<model::OfCustomer>(&part.subject))
            hashed.fetch(key_of(customer(who->id)));
    }

    // The number of what is held and the part say together.
    std::uint32_t united(model::Address const& what, model::Profile& part)
    {
        if (auto const held = find(what)) unite(part, profiles[held]);
        sort_once(part);
        return number_of(what, std::move(part));
    }

    bool is_erased(model::Address const& what) const noexcept
    {
        return erased.size() != 0 && erased.find(key_of(person(what.text()))) != 0;
    }

    // Of an erased address the table of its own tells; only what was said of it since needs a profile, and then the
    // erasure stands in there too.
    std::uint32_t number_of(model::Address const& what, model::Profile profile)
    {
        if (is_erased(what) && !profile.empty()) {
            profile.hard_stops.push_back(erased_stop());
            sort_once(profile);
            if (profile == erased_only) return 0;
        }
        return profile.empty() ? 0 : profiles.intern(profile);
    }

    KeyedHash const address;
    KeyedHash const customer;
    KeyedHash const person;
    std::uint64_t const seed;
    Profiles profiles;
    Table<1, 5> phones;
    Table<2, 3> hashed;
    Table<2, 3> erased;
    model::Profile const nothing;
    model::Profile const erased_only{{erased_stop()}, {}, {}, {}, {}};
    std::atomic<std::uint64_t> generation{0};
    std::atomic<std::int64_t> reached{0};
};

Index::Index(Secret const& secret) : state_{std::make_unique<State>(secret)} {}
Index::~Index() = default;

void Index::put(Folded const& folded)
{
    auto& state = *state_;
    if (auto const* address = std::get_if<model::Address>(&folded.subject)) {
        state.put(*address, state.number_of(*address, folded.profile));
    } else if (auto const* person = std::get_if<Erased>(&folded.subject)) {
        state.erased.put(key_of(person->hash), folded.known ? 1 : 0);
    } else {
        // A customer who chose nothing is known all the same: its value is the number of the empty profile.
        auto const id = folded.known ? state.profiles.intern(folded.profile) : 0;
        state.hashed.put(key_of(state.customer(std::get<model::OfCustomer>(folded.subject).id)),
                         id);
    }
    state.generation.fetch_add(1, std::memory_order_release);
}

void Index::add(Folded&& part)
{
    auto& state = *state_;
    if (auto const* address = std::get_if<model::Address>(&part.subject)) {
        state.put(*address, state.united(*address, part.profile));
        state.generation.fetch_add(1, std::memory_order_release);
    } else {
        sort_once(part.profile);
        put(part);
    }
}

void Index::add(std::vector<Folded>&& parts)
{
    constexpr std::size_t ahead = 8;  // a part takes about an eighth of what memory does
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i + ahead < parts.size()) state_->fetch(parts[i + ahead]);
        add(std::move(parts[i]));
    }
}

std::uint64_t Index::generation() const noexcept
{
    return state_->generation.load(std::memory_order_acquire);
}

model::Profile const& Index::find(model::Address const& address) const noexcept
{
    auto const id = state_->find(address);
    if (id != 0) return state_->profiles[id];
    return state_->is_erased(address) ? state_->erased_only : state_->nothing;
}

model::Profile const* Index::find_customer(std::string_view id) const noexcept
{
    auto const found = state_->hashed.find(key_of(state_->customer(id)));
    return found == 0 ? nullptr : &state_->profiles[found];
}

std::size_t Index::size() const noexcept
{
    return state_->phones.size() + state_->hashed.size() + state_->erased.size();
}

std::size_t Index::resident_bytes() const noexcept
{
    return state_->phones.bytes() + state_->hashed.bytes() + state_->erased.bytes() +
           state_->profiles.bytes();
}

void Index::reach(std::int64_t sequence) noexcept
{
    if (sequence > reached()) state_->reached.store(sequence, std::memory_order_release);
}

std::int64_t Index::reached() const noexcept
{
    return state_->reached.load(std::memory_order_acquire);
}

bool Index::each(Part part, std::function<bool(Key const&, std::uint32_t)> const& sink) const
{
    if (part == Part::hashed) return state_->hashed.each(sink);
    return state_->phones.each([&](std::array<std::uint64_t, 1> const& word, std::uint32_t id) {
        return sink({word[0], 0}, id);
    });
}

model::Profile const& Index::profile(std::uint32_t number) const noexcept
{
    return state_->profiles[number];
}

void Index::reserve(std::size_t phones, std::size_t hashed)
{
    state_->phones.reserve(phones);
    state_->hashed.reserve(hashed);
}

std::uint32_t Index::intern(model::Profile const& profile)
{
    return state_->profiles.intern(profile);
}

void Index::restore(Part part, Key const& key, std::uint32_t profile)
{
    auto& state = *state_;
    if (part == Part::phones) return state.phones.put(state.phone(key[0]), profile);
    state.hashed.put({key, place_of_hash(key, 0)}, profile);
}

}  // namespace store
