#include "tests/fakes/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace tests {
namespace {

constexpr std::size_t sector = 512;

struct Write {
    std::size_t at;
    std::string bytes;
    bool truncates = false;  ///< to `at`
};

void apply(std::string& image, Write const& write, std::size_t bytes)
{
    if (write.truncates) return image.resize(std::min(image.size(), write.at));
    image.resize(std::max(image.size(), write.at + bytes));
    image.replace(write.at, bytes, write.bytes, 0, bytes);
}

struct OnDisk {
    std::string synced;
    std::vector<Write> pending;
    bool there = false;    ///< synced since it was made
    bool deleted = false;  ///< nothing was synced since
};

std::string contents(std::string const& name)
{
    std::ifstream file{name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

struct Disk::State {
    std::filesystem::path folder;
    std::mutex mutex;
    std::map<std::string, OnDisk> files;
    std::function<void()> before;

    bool has(char const* name) const
    {
        return name != nullptr && std::filesystem::path{name}.parent_path() == folder;
    }
    void change(std::string const& name, Write write)
    {
        std::lock_guard const lock{mutex};
        if (before) before();
        files[name].pending.push_back(std::move(write));
    }
    void sync(std::string const& name)
    {
        std::lock_guard const lock{mutex};
        std::erase_if(files, [](auto const& file) { return file.second.deleted; });
        auto& file = files[name];
        for (auto const& write : file.pending)
            apply(file.synced, write, write.bytes.size());
        file.pending.clear();
        file.there = true;
    }
    void remove(std::string const& name)
    {
        std::lock_guard const lock{mutex};
        if (before) before();
        files[name].deleted = true;
    }
    void open(std::string const& name)
    {
        std::lock_guard const lock{mutex};
        auto const known = files.find(name);
        if (known != files.end() && !known->second.deleted) return;
        auto synced = contents(name);
        bool const there = !synced.empty();
        files[name] = {std::move(synced), {}, there, false};
    }
};

namespace {

std::weak_ptr<Disk::State> disk;

/// SQLite's file, with the real one behind it in the same memory.
struct File : sqlite3_file {
    std::shared_ptr<Disk::State>* on;  ///< null: not of the disk's folder
    std::string* name;
    sqlite3_file* real;
};

sqlite3_file* real(sqlite3_file* file)
{
    return static_cast<File*>(file)->real;
}
Disk::State* disk_of(sqlite3_file* file)
{
    auto* on = static_cast<File*>(file)->on;
    return on != nullptr ? on->get() : nullptr;
}
std::string const& name_of(sqlite3_file* file)
{
    return *static_cast<File*>(file)->name;
}

int close(sqlite3_file* file)
{
    auto& own = *static_cast<File*>(file);
    auto const result = own.real->pMethods->xClose(own.real);
    delete own.on;
    delete own.name;
    return result;
}
int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), to, bytes, at);
}
int write(sqlite3_file* file, void const* from, int bytes, sqlite3_int64 at)
{
    if (auto* on = disk_of(file)) {
        on->change(name_of(file),
                   {static_cast<std::size_t>(at),
                    {static_cast<char const*>(from), static_cast<std::size_t>(bytes)}});
    }
    return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (auto* on = disk_of(file))
        on->change(name_of(file), {static_cast<std::size_t>(size), {}, true});
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags)
{
    auto const result = real(file)->pMethods->xSync(real(file), flags);
    if (auto* on = disk_of(file)) on->sync(name_of(file));
    return result;
}
int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* reserved)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}
int file_control(sqlite3_file* file, int what, void* argument)
{
    return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file* file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}
int device_characteristics(sqlite3_file* file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
// The memory that connections share is made anew at the next start, so nothing of it can be lost.
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: without the memory-mapped reads of 3, which nothing here needs.
constexpr sqlite3_io_methods methods{2,
                                     close,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     unlock,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     device_characteristics,
                                     shm_map,
                                     shm_lock,
                                     shm_barrier,
                                     shm_unmap,
                                     nullptr,
                                     nullptr};

sqlite3_vfs* below(sqlite3_vfs* vfs)
{
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* got)
{
    auto& own = *static_cast<File*>(file);
    own.real = reinterpret_cast<sqlite3_file*>(&own + 1);
    own.on = nullptr;
    own.name = nullptr;
    auto const on = disk.lock();
    if (on && on->has(name)) {
        own.on = new std::shared_ptr{on};
        own.name = new std::string{name};
        on->open(name);
    }
    auto const result = below(vfs)->xOpen(below(vfs), name, own.real, flags, got);
    own.pMethods = own.real->pMethods != nullptr ? &methods : nullptr;
    return result;
}

int remove(sqlite3_vfs* vfs, char const* name, int sync_folder)
{
    auto const on = disk.lock();
    if (on && on->has(name)) on->remove(name);
    return below(vfs)->xDelete(below(vfs), name, sync_folder);
}

/// The default one of the process, for good: connections may outlive a test.
void stand_before_the_real_one()
{
    static sqlite3_vfs vfs = [] {
        auto* const real_one = sqlite3_vfs_find(nullptr);
        auto own = *real_one;
        own.zName = "losing-power";
        own.pAppData = real_one;
        own.szOsFile = static_cast<int>(sizeof(File)) + real_one->szOsFile;
        own.xOpen = open;
        own.xDelete = remove;
        return own;
    }();
    sqlite3_vfs_register(&vfs, 1);
}

}  // namespace

Disk::Disk(std::filesystem::path folder) : state_{std::make_shared<State>()}
{
    state_->folder = std::move(folder);
    stand_before_the_real_one();
    disk = state_;
}

Disk::~Disk() = default;

void Disk::before_each_change(std::function<void()> call)
{
    std::lock_guard const lock{state_->mutex};
    state_->before = std::move(call);
}

void Disk::lose_power_into(std::filesystem::path const& folder, std::mt19937& dice) const
{
    auto const one_in = [&](unsigned n) { return dice() % n == 0; };
    for (auto const& [name, file] : state_->files) {
        bool const is_gone = file.deleted ? one_in(2) : !file.there && one_in(2);
        if (is_gone) continue;
        auto image = file.synced;
        for (auto const& write : file.pending) {
            if (one_in(2)) continue;
            auto const sectors = write.bytes.size() / sector;
            apply(image, write, one_in(4) ? dice() % (sectors + 1) * sector : write.bytes.size());
        }
        std::ofstream{folder / std::filesystem::path{name}.filename(), std::ios::binary} << image;
    }
}

}  // namespace tests
