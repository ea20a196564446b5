// tests/bench/index/people.hpp: generated addresses. The n-th is made from n alone, so that none need be kept; texts
// ascend with n, so that a database takes them in order.
#pragma once

#include "store/model/address.hpp"

#include <cstdint>
#include <cstdio>
#include <string>

namespace bench {

/// "+12000000799": E.164 of eleven digits; nobody's, since only hashes of it matter.
inline std::uint64_t digits(std::uint64_t n)
{
    return 12'000'000'000 + n * 97;
}

inline model::Address phone(std::uint64_t n)
{
    return model::Address::restored("+" + std::to_string(digits(n)));
}

inline model::Address mail(std::uint64_t n)
{
    char text[48];
    std::snprintf(text, sizeof text, "person.%09llu@mail%02llu.example",
                  static_cast<unsigned long long>(n), static_cast<unsigned long long>(n % 53));
    return model::Address::restored(text);
}

/// SplitMix64: the n-th of an endless row of random numbers.
inline std::uint64_t scattered(std::uint64_t n)
{
    n += 0x9e3779b97f4a7c15ULL;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9ULL;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebULL;
    return n ^ (n >> 31);
}

}  // namespace bench
