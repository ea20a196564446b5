// store/index/sealed_file.hpp: a file that is there whole and unchanged, or not at all.
//
//   written   beside its place, readable by its owner alone, synced in steps, then moved to its place and the folder synced
//   sealed    its last 32 bytes are a keyed hash (BLAKE2b-256) of all before: a torn or foreign file is none
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace store {

using Seal = std::array<std::uint8_t, 16>;  ///< the key

class SealedWriter {
public:
    /// Writes FILE.part. Throws `std::system_error` here and below where the disk refuses.
    SealedWriter(std::string file, Seal const& key);
    /// What was not moved to its place goes.
    ~SealedWriter();
    SealedWriter(SealedWriter const&) = delete;
    SealedWriter& operator=(SealedWriter const&) = delete;

    void put(void const* data, std::size_t size);
    template <class Number>
    void number(Number value)
    {
        put(&value, sizeof value);
    }
    void text(std::string const& text);

    /// Seals it and makes it durable, still beside its place.
    void seal();
    /// Moves it there; durable when this returns.
    void publish();

private:
    void flush();

    std::string const file_;
    int descriptor_;
    bool there_ = false;
    crypto_generichash_state hash_;
    std::vector<std::uint8_t> buffer_;
    std::size_t unsynced_ = 0;
};

/// A sealed file's bytes, without the seal.
class SealedFile {
public:
    /// None: no such file, or not one that was sealed with this key.
    static std::optional<SealedFile> open(std::string const& file, Seal const& key);
    ~SealedFile();
    SealedFile(SealedFile&& other) noexcept;
    SealedFile& operator=(SealedFile&&) = delete;

    std::span<std::uint8_t const> bytes() const;

private:
    SealedFile(void* data, std::size_t size) : data_{data}, size_{size} {}
    bool is_whole(Seal const& key) const;

    void* data_;
    std::size_t size_;
};

/// Removes it, and one that is being written; durable when this returns.
void remove_sealed(std::string const& file);

}  // namespace store
