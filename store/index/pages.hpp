// store/index/pages.hpp: zeroed memory straight from the kernel, in huge pages where it has them
// (madvise(2)).
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <new>

namespace store {

class Pages {
public:
    explicit Pages(std::size_t bytes) : size_{bytes}
    {
        // Room to begin on a huge page, so that the whole table is made of them.
        mapped_ = bytes >= huge ? bytes + huge : bytes;
        mapping_ =
            ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (mapping_ == MAP_FAILED) throw std::bad_alloc{};
        data_ = mapping_;
        if (bytes < huge) return;
        auto const begin = (reinterpret_cast<std::uintptr_t>(mapping_) + huge - 1) & ~(huge - 1);
        data_ = reinterpret_cast<void*>(begin);
        ::madvise(data_, bytes, MADV_HUGEPAGE);
    }
    ~Pages() { ::munmap(mapping_, mapped_); }
    Pages(Pages const&) = delete;
    Pages& operator=(Pages const&) = delete;

    void* data() const { return data_; }
    std::size_t size() const { return size_; }

    /// The memory goes, the range of addresses stays: it reads as zeros.
    void give_back() const { ::madvise(data_, size_, MADV_DONTNEED); }

private:
    static constexpr std::uintptr_t huge = 2u << 20;

    std::size_t size_;
    std::size_t mapped_ = 0;
    void* mapping_ = nullptr;
    void* data_ = nullptr;
};

}  // namespace store
