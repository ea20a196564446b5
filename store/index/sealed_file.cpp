#include "store/index/sealed_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace store {
namespace {

constexpr std::size_t seal_bytes = 32;
constexpr std::size_t buffer_bytes = 1u << 20;
constexpr std::size_t sync_step =
    16u << 20;  // so that the ledger's own syncs never wait behind all of it
constexpr ::mode_t owner_only = 0600;

void must(bool done, char const* what)
{
    if (!done) throw std::system_error{errno, std::generic_category(), what};
}

std::string part_of(std::string const& file)
{
    return file + ".part";
}

void sync_folder_of(std::string const& file)
{
    auto const folder = std::filesystem::absolute(file).parent_path();
    auto const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(descriptor >= 0, "snapshot: folder");
    auto const done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    must(done, "snapshot: folder");
}

}  // namespace

SealedWriter::SealedWriter(std::string file, Seal const& key)
    : file_{std::move(file)},
      descriptor_{
          ::open(part_of(file_).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only)}
{
    must(descriptor_ >= 0, "snapshot: open");
    there_ = true;
    crypto_generichash_init(&hash_, key.data(), key.size(), seal_bytes);
    buffer_.reserve(buffer_bytes);
}

SealedWriter::~SealedWriter()
{
    ::close(descriptor_);
    if (there_) ::unlink(part_of(file_).c_str());
}

void SealedWriter::put(void const* data, std::size_t size)
{
    auto const* bytes = static_cast<std::uint8_t const*>(data);
    buffer_.insert(buffer_.end(), bytes, bytes + size);
    if (buffer_.size() >= buffer_bytes) {
        crypto_generichash_update(&hash_, buffer_.data(), buffer_.size());
        flush();
    }
}

void SealedWriter::text(std::string const& text)
{
    number(static_cast<std::uint32_t>(text.size()));
    put(text.data(), text.size());
}

void SealedWriter::flush()
{
    for (std::size_t done = 0; done < buffer_.size();) {
        auto const wrote = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        must(wrote > 0, "snapshot: write");
        done += static_cast<std::size_t>(wrote);
    }
    unsynced_ += buffer_.size();
    buffer_.clear();
    if (unsynced_ < sync_step) return;
    must(::fdatasync(descriptor_) == 0, "snapshot: sync");
    unsynced_ = 0;
}

void SealedWriter::seal()
{
    crypto_generichash_update(&hash_, buffer_.data(), buffer_.size());
    std::array<std::uint8_t, seal_bytes> seal{};
    crypto_generichash_final(&hash_, seal.data(), seal.size());
    buffer_.insert(buffer_.end(), seal.begin(), seal.end());
    flush();
    must(::fsync(descriptor_) == 0, "snapshot: sync");
}

void SealedWriter::publish()
{
    must(::rename(part_of(file_).c_str(), file_.c_str()) == 0, "snapshot: rename");
    there_ = false;
    sync_folder_of(file_);
}

std::optional<SealedFile> SealedFile::open(std::string const& file, Seal const& key)
{
    auto const descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    struct ::stat about{};
    auto const known = ::fstat(descriptor, &about) == 0;
    auto const size = known ? static_cast<std::size_t>(about.st_size) : 0;
    auto* data = size < seal_bytes
                     ? MAP_FAILED
                     : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
    ::close(descriptor);
    if (data == MAP_FAILED) return std::nullopt;
    SealedFile sealed{data, size};
    if (!sealed.is_whole(key)) return std::nullopt;
    return sealed;
}

SealedFile::~SealedFile()
{
    if (data_) ::munmap(data_, size_);
}

SealedFile::SealedFile(SealedFile&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{other.size_}
{
}

std::span<std::uint8_t const> SealedFile::bytes() const
{
    return {static_cast<std::uint8_t const*>(data_), size_ - seal_bytes};
}

bool SealedFile::is_whole(Seal const& key) const
{
    auto const sealed = bytes();
    std::array<std::uint8_t, seal_bytes> seal{};
    crypto_generichash(seal.data(), seal.size(), sealed.data(), sealed.size(), key.data(),
                       key.size());
    return crypto_verify_32(seal.data(), sealed.data() + sealed.size()) == 0;
}

void remove_sealed(std::string const& file)
{
    bool removed = false;
    for (auto const& one : {file, part_of(file)}) {
        if (::unlink(one.c_str()) == 0)
            removed = true;
        else
            must(errno == ENOENT, "snapshot: remove");
    }
    if (removed) sync_folder_of(file);
}

}  // namespace store
