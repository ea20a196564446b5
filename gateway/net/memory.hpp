// gateway/net/memory.hpp: where bodies are held: one budget for all threads, one pool of warm buffers a thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

namespace gateway {

/// Readable bytes behind every held body, for readers that look ahead (simdjson: 64).
inline constexpr std::size_t body_padding = 64;

/// How much memory all held bodies may take at one time. Touched only by bodies that outgrow a connection's own block.
class MemoryBudget {
public:
    explicit MemoryBudget(std::size_t bytes) : bytes_{bytes} {}

    bool take(std::size_t bytes)
    {
        if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit()) return true;
        give(bytes);
        return false;
    }
    void give(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

    std::size_t used() const { return used_.load(std::memory_order_relaxed); }
    std::size_t limit() const { return bytes_.load(std::memory_order_relaxed); }
    void resize(std::size_t bytes) { bytes_.store(bytes, std::memory_order_relaxed); }

private:
    std::atomic<std::size_t> bytes_;
    std::atomic<std::size_t> used_{0};
};

/// Memory that somebody else allocated, charged to the budget while this lives.
class Charge {
public:
    explicit Charge(MemoryBudget& budget) : budget_{budget} {}
    ~Charge() { budget_.give(bytes_); }
    Charge(Charge const&) = delete;
    Charge& operator=(Charge const&) = delete;

    bool take(std::size_t bytes)
    {
        if (!budget_.take(bytes)) return false;
        bytes_ += bytes;
        return true;
    }

private:
    MemoryBudget& budget_;
    std::size_t bytes_ = 0;
};

struct Freed {
    void operator()(char* bytes) const { std::free(bytes); }
};
using Bytes = std::unique_ptr<char[], Freed>;

/// A thread's spare buffers: warm pages cost a tenth of fresh ones (performance.md, rule 7).
class SparePool {
public:
    struct Spare {
        Bytes bytes;
        std::size_t capacity = 0;
    };

    /// A buffer of at least `capacity`.
    Spare take(std::size_t capacity);
    void give(Spare spare);

private:
    static constexpr std::size_t most_kept_bytes = 32 * 1024 * 1024;
    std::vector<Spare> spares_;
    std::size_t kept_bytes_ = 0;
};

/// The body of one message, growing as it arrives, within the budget.
class HeldBody {
public:
    HeldBody(MemoryBudget& budget, SparePool& pool) : budget_{&budget}, pool_{&pool} {}
    ~HeldBody();
    HeldBody(HeldBody const&) = delete;
    HeldBody& operator=(HeldBody const&) = delete;

    /// Makes room for `bytes` in all. False: over the budget.
    bool reserve(std::size_t bytes);
    /// Appends. False: over the budget.
    bool append(std::string_view bytes);

    char* free_space() { return buffer_.bytes.get() + size_; }
    std::size_t free_bytes() const { return capacity_ - size_; }
    void grew(std::size_t bytes) { size_ += bytes; }

    std::string_view view() const { return {buffer_.bytes.get(), size_}; }

private:
    MemoryBudget* budget_;
    SparePool* pool_;
    SparePool::Spare buffer_;
    std::size_t capacity_ = 0;  ///< charged to the budget; padding lies behind
    std::size_t size_ = 0;
};

}  // namespace gateway
