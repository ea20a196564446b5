// tests/sanitized.hpp: whether a test runs under a sanitizer, which makes it ten times as slow.
#pragma once

namespace tests {

#if defined(__has_feature)  // clang's word
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OPTGATE_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // GCC's
#define OPTGATE_SANITIZED
#endif

#ifdef OPTGATE_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace tests
