// gateway/send.hpp: the life of a send.
#pragma once

#include "gateway/visit.hpp"

namespace gateway {

/// The call is a send of its dialect; only its head was read. True: the connection may carry another call.
Task<bool> send(Visit& visit);

}  // namespace gateway
