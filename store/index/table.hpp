// store/index/table.hpp: a hash table that one thread fills and any thread reads without a lock.
//
//   bucket   one cache line: n keys, n 32-bit values             -> a look-up is one miss
//            phones: 5 x 8 bytes + 5 x 4; hashed: 3 x 16 + 3 x 4
//   place    the key's hash scaled to the number of buckets; a full bucket overflows into the next
//   insert   value first, then the key's words, the one that is never zero last: a reader who
//            sees it sees all
//   update   one store of the value
//   delete   none: value 0 says that nothing is recorded
//   growth   at 3/4 full into a table 1.3 times as large, which then replaces this one; a reader
//            who finds the table replaced after its look-up looks again, so that the old one's
//            memory can go at once
//
// A key that is there stays and never changes, so that no reader can see half of one, and no bucket
// needs a lock or a sequence number. Old tables keep their range of addresses (a reader may still
// be in it), not their memory.
#pragma once

#include "store/index/pages.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace store {

/// The words of a key; `place` spreads it over the table. Word 0 is never zero.
template <std::size_t words>
struct Key {
    std::array<std::uint64_t, words> word;
    std::uint64_t place;
};

template <std::size_t words, std::size_t slots>
struct alignas(64) Bucket {
    std::array<std::array<std::atomic<std::uint64_t>, words>, slots> keys;
    std::array<std::atomic<std::uint32_t>, slots> values;
};

template <std::size_t words, std::size_t slots>
class Table {
    using Line = Bucket<words, slots>;
    static_assert(sizeof(Line) == 64 && alignof(Line) == 64);

public:
    Table() { replace(first_buckets); }

    /// The value of a key; 0: nothing recorded. Any thread.
    std::uint32_t find(Key<words> const& key) const noexcept
    {
        for (auto const* lines = lines_.load(std::memory_order_acquire);;) {
            auto const value = find_in(*lines, key);
            auto const* now = lines_.load(std::memory_order_acquire);
            if (now == lines) return value;
            lines = now;
        }
    }

    /// Has the memory fetched where the key is, or will be. The thread that puts.
    void fetch(Key<words> const& key) const noexcept
    {
        auto const& lines = *lines_.load(std::memory_order_relaxed);
        __builtin_prefetch(&lines.at(home(lines, key.place)), 1);
    }

    /// One thread at a time. A new key with the value 0 is not kept.
    void put(Key<words> const& key, std::uint32_t value)
    {
        if (auto* slot = value_of(key)) return slot->store(value, std::memory_order_release);
        if (value == 0) return;
        auto const count = size() + 1;
        if (count * 4 > lines_.load(std::memory_order_relaxed)->count * slots * 3) grow();
        insert(*lines_.load(std::memory_order_relaxed), key.word, key.place, value);
        size_.store(count, std::memory_order_relaxed);
    }

    /// Room for so many entries in an empty table: 2/3 full with them, so that it need not grow at once.
    void reserve(std::size_t count)
    {
        if (size() == 0) replace(count * 3 / (slots * 2) + first_buckets);
    }

    /// Calls `sink` with each entry that has a value, until it says no, in the order of their places. False: it said
    /// no, or the table was replaced meanwhile, and some may be missing. Any thread.
    bool each(auto const& sink) const
    {
        auto const* lines = lines_.load(std::memory_order_acquire);
        for (std::size_t index = 0; index < lines->count; ++index) {
            auto const& line = lines->at(index);
            for (std::size_t slot = 0; slot < slots && !is_free(line, slot); ++slot) {
                auto const value = line.values[slot].load(std::memory_order_acquire);
                if (value != 0 && !sink(words_in(line, slot), value)) return false;
            }
        }
        return lines_.load(std::memory_order_acquire) == lines;
    }

    /// How to find a key's place again when the table grows.
    using Place = std::uint64_t (*)(std::array<std::uint64_t, words> const&, std::uint64_t seed);
    void spread_by(Place place, std::uint64_t seed) { place_ = place, seed_ = seed; }

    std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
    std::size_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t first_buckets = 1024;

    struct Lines {
        explicit Lines(std::size_t lines) : pages{lines * sizeof(Line)}, count{lines} {}
        // The kernel hands out zeroed pages: an all-zero Line is an empty one.
        Line& at(std::size_t index) const { return static_cast<Line*>(pages.data())[index]; }
        Pages pages;
        std::size_t count;
    };

    static std::size_t home(Lines const& lines, std::uint64_t place)
    {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::size_t>((static_cast<Wide>(place) * lines.count) >> 64);
    }

    static std::size_t after(Lines const& lines, std::size_t index)
    {
        return index + 1 == lines.count ? 0 : index + 1;
    }

    static bool holds(Line const& line, std::size_t slot, Key<words> const& key)
    {
        for (std::size_t i = 0; i < words; ++i) {
            if (line.keys[slot][i].load(std::memory_order_acquire) != key.word[i]) return false;
        }
        return true;
    }

    static bool is_free(Line const& line, std::size_t slot)
    {
        return line.keys[slot][0].load(std::memory_order_acquire) == 0;
    }

    // The slot that holds the key, or null at the first free one.
    static std::atomic<std::uint32_t>* slot_in(Lines const& lines, Key<words> const& key) noexcept
    {
        // A table given back to the kernel while we read is all free slots; a full round can't
        // happen in a live one.
        for (auto index = home(lines, key.place);; index = after(lines, index)) {
            auto& line = lines.at(index);
            for (std::size_t slot = 0; slot < slots; ++slot) {
                if (holds(line, slot, key)) return &line.values[slot];
                if (is_free(line, slot)) return nullptr;
            }
        }
    }

    static std::uint32_t find_in(Lines const& lines, Key<words> const& key) noexcept
    {
        auto const* value = slot_in(lines, key);
        return value ? value->load(std::memory_order_acquire) : 0;
    }

    std::atomic<std::uint32_t>* value_of(Key<words> const& key)
    {
        return slot_in(*lines_.load(std::memory_order_relaxed), key);
    }

    static void insert(Lines const& lines, std::array<std::uint64_t, words> const& word,
                       std::uint64_t place, std::uint32_t value)
    {
        for (auto index = home(lines, place);; index = after(lines, index)) {
            auto& line = lines.at(index);
            for (std::size_t slot = 0; slot < slots; ++slot) {
                if (!is_free(line, slot)) continue;
                line.values[slot].store(value, std::memory_order_relaxed);
                for (auto i = words; i-- > 0;) {
                    line.keys[slot][i].store(word[i], std::memory_order_release);
                }
                return;
            }
        }
    }

    void grow()
    {
        auto const& old = *lines_.load(std::memory_order_relaxed);
        auto next = std::make_unique<Lines>(old.count + old.count * 3 / 10);
        for (std::size_t index = 0; index < old.count; ++index) {
            auto& line = old.at(index);
            for (std::size_t slot = 0; slot < slots && !is_free(line, slot); ++slot) {
                move_to(*next, line, slot);
            }
        }
        replace(std::move(next));
        old.pages.give_back();
    }

    static std::array<std::uint64_t, words> words_in(Line const& line, std::size_t slot)
    {
        std::array<std::uint64_t, words> word;
        for (std::size_t i = 0; i < words; ++i) {
            word[i] = line.keys[slot][i].load(std::memory_order_relaxed);
        }
        return word;
    }

    void move_to(Lines const& next, Line const& line, std::size_t slot) const
    {
        auto const word = words_in(line, slot);
        insert(next, word, place_(word, seed_), line.values[slot].load(std::memory_order_relaxed));
    }

    void replace(std::size_t buckets) { replace(std::make_unique<Lines>(buckets)); }

    void replace(std::unique_ptr<Lines> lines)
    {
        bytes_.store(lines->pages.size(), std::memory_order_relaxed);
        lines_.store(lines.get(), std::memory_order_seq_cst);
        held_.push_back(std::move(lines));
    }

    std::atomic<Lines const*> lines_{};
    std::atomic<std::size_t> size_{0};
    std::atomic<std::size_t> bytes_{0};
    std::vector<std::unique_ptr<Lines>>
        held_;  ///< the live table last, before it those it replaced
    Place place_ = nullptr;
    std::uint64_t seed_ = 0;
};

}  // namespace store
