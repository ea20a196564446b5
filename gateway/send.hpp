// gateway/send.hpp: the life of a send.
#pragma once

#include "gateway/visit.hpp"

namespace gateway {

/// The call is a send of its dialect, or signed by a key of ours: it is served once its body is here. Only its head was
/// read. True: the connection may carry another call.
Task<bool> send(Visit& visit);

}  // namespace gateway
