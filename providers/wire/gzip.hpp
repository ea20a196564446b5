// providers/wire/gzip.hpp: a body sent with Content-Encoding: gzip (RFC 1952, RFC 9110 §8.4.1.3),
// as its plain bytes.
#pragma once

#include "store/model/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace wire {

/// What is wrong where a body holds more than was allowed.
inline constexpr std::string_view over_limit = "the decompressed body is too large";

/// All members joined. A problem where the stream is broken or cut short, where something follows
/// it, or where it holds more than `limit` bytes or far more than it packs into (`over_limit`; noticed before they are kept).
/// `body_padding` bytes behind the result are readable.
model::Result<std::string> gunzip(std::string_view compressed, std::size_t limit);

}  // namespace wire
