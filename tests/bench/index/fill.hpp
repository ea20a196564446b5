// tests/bench/index/fill.hpp: a store with many people in it, made in seconds: the state's rows are written as SQL, in
// the order of their keys. They all name one ledger entry, which is what the fold at start never reads.
//
//   of the addresses, half phones and half mail; six in ten have a choice of their own, one in ten a hard stop; four in
//   ten belong to customers, who have a phone and a mail address each, and every second of whom chose something
#pragma once

#include <cstdint>
#include <string>

namespace bench {

/// Makes `file` unless one of that size is there already.
void fill(std::string const& file, std::uint64_t addresses);

}  // namespace bench
