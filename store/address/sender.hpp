// store/address/sender.hpp: who a message comes from, as senders are compared.
#pragma once

#include <string>
#include <string_view>

namespace address {

/// A phone number in E.164; a name, a short code or a service's id as it is spelt (compared without regard to case).
std::string read_sender(std::string_view spelling, std::string_view default_region);

}  // namespace address
