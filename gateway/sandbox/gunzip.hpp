// gateway/sandbox/gunzip.hpp: RFC 1952 bodies, by zlib.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::sandbox {

/// None: not gzip, cut short, bytes behind the end, or more than `most` bytes when unpacked.
std::optional<std::string> gunzip(std::string_view packed, std::size_t most);

}  // namespace gateway::sandbox
