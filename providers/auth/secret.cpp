#include "providers/auth/secret.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <mutex>
#include <new>

namespace providers::auth {
namespace {

constexpr std::size_t heap_bytes = 1 << 20;  // thousands of keys
constexpr std::size_t least_bytes = 32;      // of one piece of it

/// Without one (no memory to map), OpenSSL takes these pieces from the ordinary heap.
void open_heap()
{
    static std::once_flag once;
    std::call_once(once, [] { CRYPTO_secure_malloc_init(heap_bytes, least_bytes); });
}

}  // namespace

Secret::Secret(std::string_view bytes) : size_{bytes.size()}
{
    open_heap();
    auto const room = std::max<std::size_t>(size_, 1);
    auto* const held = static_cast<char*>(OPENSSL_secure_malloc(room));
    if (held == nullptr) throw std::bad_alloc{};
    std::copy(bytes.begin(), bytes.end(), held);
    bytes_ = {held, [room](char const* gone) {
                  OPENSSL_secure_clear_free(const_cast<char*>(gone), room);
              }};
}

void wipe(std::string& text)
{
    text.resize(text.capacity());  // no reallocation: what lies behind the text is wiped too
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace providers::auth
