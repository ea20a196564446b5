#include "tests/bench/index/lookups.hpp"

#include "filters/consent/decide.hpp"
#include "store/index/index.hpp"
#include "tests/bench/index/people.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

constexpr std::array<std::uint8_t, 16> secret{1, 2,  3,  4,  5,  6,  7,  8,
                                              9, 10, 11, 12, 13, 14, 15, 16};

/// What people commonly chose: a few dozen different things.
std::vector<model::Profile> profiles()
{
    std::vector<model::Profile> all;
    for (auto const* covers : {"promotional", "transactional", "marketing", "any"}) {
        for (auto const channel : {model::Channel::sms, model::Channel::email}) {
            for (auto const state : {model::State::stop, model::State::allow}) {
                model::Profile profile;
                profile.own = {{channel, model::read_covers(covers), state}};
                all.push_back(profile);
                profile.owners = profile.own;
                profile.labels = {"mobile"};
                all.push_back(profile);
            }
        }
    }
    return all;
}

/// Random ones of the first `population`, in the order in which they are asked for.
std::vector<std::uint64_t> picked(Size const& size)
{
    std::vector<std::uint64_t> numbers(size.calls);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = scattered(i + 77) % size.addresses;
    return numbers;
}

template <class Key>
auto keys_of(std::vector<std::uint64_t> const& numbers, Key const& key)
{
    std::vector<decltype(key(0))> keys;
    keys.reserve(numbers.size());
    for (auto const n : numbers)
        keys.push_back(key(n));
    return keys;
}

/// Changes at a steady rate, until it goes: a thousandth of them each millisecond, one in ten a new address.
class Changes {
public:
    Changes(store::Index& index, std::uint64_t population, auto const& address)
        : thread_{[this, &index, population, &address] { run(index, population, address); }}
    {
    }
    ~Changes()
    {
        done_ = true;
        thread_.join();
    }
    /// Changes a second, made since the start.
    double rate() const { return static_cast<double>(made_) / seconds_since(start_); }

private:
    static constexpr std::uint64_t a_millisecond = 50;

    void run(store::Index& index, std::uint64_t population, auto const& address)
    {
        auto const all = profiles();
        auto next = Clock::now();
        for (std::uint64_t n = 0; !done_; ++made_, ++n) {
            auto const random = scattered(n * 3);
            auto const who = n % 10 == 0 ? population + random % 1'000'000 : random % population;
            index.put({address(who), all[random % all.size()]});
            if (n % a_millisecond != 0) continue;
            next += std::chrono::milliseconds{1};
            std::this_thread::sleep_until(next);
        }
    }

    std::atomic<bool> done_{false};
    std::atomic<std::uint64_t> made_{0};
    Clock::time_point const start_ = Clock::now();
    std::thread thread_;
};

void fill_index(store::Index& index, Size const& size, auto const& address)
{
    auto const all = profiles();
    for (std::uint64_t n = 0; n < size.addresses; ++n)
        index.put({address(n), all[scattered(n) % all.size()]});
}

/// Fills an index and says what it takes; the process's own growth too, since that is what an operator sees.
std::unique_ptr<store::Index> filled(std::string const& form, Size const& size, Figures& figures,
                                     auto const& address)
{
    auto const before = resident();
    auto index = std::make_unique<store::Index>(secret);
    auto const start = Clock::now();
    fill_index(*index, size, address);
    auto const count = static_cast<double>(size.addresses);
    figures.put(form + "_fill_ns", seconds_since(start) * 1e9 / count);
    figures.put(form + "_bytes", static_cast<double>(index->resident_bytes()) / count);
    figures.put(form + "_process_bytes", (resident() - before) / count);
    return index;
}

void measure_index(store::Index& index, std::string const& form, Size const& size,
                   std::vector<model::Address> const& keys, Figures& figures)
{
    auto const look_up = [&](model::Address const& address) {
        auto const& profile = index.find(address);
        return static_cast<std::uint64_t>(profile.own.size());
    };
    model::CategoryInfo const category{"marketing", model::Kind::promotional,
                                       model::ConsentRule::opt_out, model::Mode::enforce,
                                       model::Doubt::suppress};
    filters::ConsentSettings const settings{};
    model::Stream const campaign{"campaign"};
    auto const decide = [&](model::Address const& address) {
        filters::Facts facts;
        facts.channel = model::Channel::sms;
        facts.stream = &campaign;
        facts.address = &index.find(address);
        return static_cast<std::uint64_t>(filters::decide(facts, category, settings).deliver);
    };
    figures.put(form + "_index_dependent", dependent(size.calls, keys, look_up));
    figures.put(form + "_index_independent", independent(size.calls, keys, look_up));
    figures.put(form + "_decide_dependent", dependent(size.calls, keys, decide));
}

void measure_busy(store::Index& index, std::string const& form, Size const& size,
                  std::vector<model::Address> const& keys, Figures& figures, auto const& address)
{
    auto const look_up = [&](model::Address const& one) {
        return static_cast<std::uint64_t>(index.find(one).own.size());
    };
    figures.put(form + "_idle", dependent(size.calls, keys, look_up));
    Changes const changes{index, size.addresses, address};
    figures.put(form + "_busy", dependent(size.calls, keys, look_up));
    figures.put(form + "_busy_changes", changes.rate());
}

template <class Map>
void measure_map(Map const& map, std::string const& form, Size const& size, auto const& keys,
                 Figures& figures)
{
    auto const look_up = [&](auto const& key) {
        return static_cast<std::uint64_t>(map.find(key)->second);
    };
    figures.put(form + "_flat_map_dependent", dependent(size.calls, keys, look_up));
    figures.put(form + "_flat_map_independent", independent(size.calls, keys, look_up));
}

using Hashed = std::array<std::uint64_t, 2>;
struct AsItIs {
    using is_avalanching = void;
    std::size_t operator()(Hashed const& key) const { return key[1]; }
};

Hashed hashed(std::uint64_t n)
{
    return {scattered(n), scattered(~n)};
}

void measure_rounds(std::string const& form, Size const& size, Figures& figures,
                    auto const& address, auto const& map, auto const& map_key)
{
    auto const index = filled(form, size, figures, address);
    auto const numbers = picked(size);
    auto const keys = keys_of(numbers, address);
    auto const map_keys = keys_of(numbers, map_key);
    for (int round = 0; round < size.rounds; ++round) {
        measure_map(map, form, size, map_keys, figures);
        measure_index(*index, form, size, keys, figures);
        measure_busy(*index, form, size, keys, figures, address);
    }
}

}  // namespace

void measure_phones(Size const& size, Figures& figures)
{
    auto const before = resident();
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> map;
    for (std::uint64_t n = 0; n < size.addresses; ++n)
        map.emplace(digits(n), static_cast<std::uint32_t>(n | 1));
    figures.put("phone_flat_map_bytes",
                (resident() - before) / static_cast<double>(size.addresses));
    measure_rounds("phone", size, figures, phone, map, digits);
}

void measure_mail(Size const& size, Figures& figures)
{
    auto const before = resident();
    boost::unordered_flat_map<Hashed, std::uint32_t, AsItIs> map;
    for (std::uint64_t n = 0; n < size.addresses; ++n)
        map.emplace(hashed(n), static_cast<std::uint32_t>(n | 1));
    figures.put("mail_flat_map_bytes", (resident() - before) / static_cast<double>(size.addresses));
    measure_rounds("mail", size, figures, mail, map, hashed);
}

void measure_sqlite(std::string const& file, Size const& size, Figures& figures)
{
    sqlite3* database = nullptr;
    sqlite3_stmt* select = nullptr;
    constexpr auto sql = "SELECT state FROM preference WHERE customer = '' AND address = ?1";
    if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK ||
        sqlite3_exec(database, "PRAGMA query_only = ON; PRAGMA cache_size = -400000; BEGIN",
                     nullptr, nullptr, nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(database, sql, -1, &select, nullptr) != SQLITE_OK) {
        throw std::runtime_error{"bench: no point look-ups in SQLite"};
    }
    auto fewer = size;
    fewer.calls = std::min<std::size_t>(size.calls, 200'000);
    fewer.addresses = size.addresses / 2;
    auto const keys = keys_of(picked(fewer), phone);
    auto const look_up = [&](model::Address const& address) {
        sqlite3_bind_text(select, 1, address.text().data(), static_cast<int>(address.text().size()),
                          SQLITE_STATIC);
        auto const found = sqlite3_step(select) == SQLITE_ROW;
        std::uint64_t said =
            found ? static_cast<std::uint64_t>(sqlite3_column_bytes(select, 0)) : 0;
        sqlite3_reset(select);
        return said;
    };
    for (int round = 0; round < size.rounds; ++round) {
        figures.put("phone_sqlite_dependent", dependent(fewer.calls, keys, look_up));
        figures.put("phone_sqlite_independent", independent(fewer.calls, keys, look_up));
    }
    sqlite3_finalize(select);
    sqlite3_close_v2(database);
}

}  // namespace bench
