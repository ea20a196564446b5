#include "gateway/net/memory.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace gateway {
namespace {

constexpr std::size_t smallest_body = 64 * 1024;

Bytes allocated(std::size_t bytes)
{
    auto* const memory = static_cast<char*>(std::malloc(bytes));
    if (memory == nullptr) throw std::bad_alloc{};
    return Bytes{memory};
}

}  // namespace

SparePool::Spare SparePool::take(std::size_t capacity)
{
    auto const fits = std::find_if(spares_.begin(), spares_.end(), [capacity](Spare const& spare) {
        return spare.capacity >= capacity && spare.capacity <= capacity * 8;
    });
    if (fits == spares_.end()) return {allocated(capacity), capacity};
    auto spare = std::move(*fits);
    spares_.erase(fits);
    kept_bytes_ -= spare.capacity;
    return spare;
}

void SparePool::give(Spare spare)
{
    if (!spare.bytes || kept_bytes_ + spare.capacity > most_kept_bytes) return;
    kept_bytes_ += spare.capacity;
    spares_.push_back(std::move(spare));
}

HeldBody::~HeldBody()
{
    budget_->give(capacity_);
    pool_->give(std::move(buffer_));
}

bool HeldBody::reserve(std::size_t bytes)
{
    if (bytes <= capacity_) return true;
    auto const wanted = std::max({bytes, capacity_ * 2, smallest_body});
    if (!budget_->take(wanted - capacity_)) return false;
    auto larger = pool_->take(wanted + body_padding);
    if (size_ > 0) std::memcpy(larger.bytes.get(), buffer_.bytes.get(), size_);
    std::memset(larger.bytes.get() + wanted, 0, body_padding);
    pool_->give(std::exchange(buffer_, std::move(larger)));
    capacity_ = wanted;
    return true;
}

bool HeldBody::append(std::string_view bytes)
{
    if (!reserve(size_ + bytes.size())) return false;
    std::memcpy(free_space(), bytes.data(), bytes.size());
    grew(bytes.size());
    return true;
}

}  // namespace gateway
