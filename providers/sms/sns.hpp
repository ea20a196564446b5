// providers/sms/sns.hpp: Amazon Simple Notification Service, as far as it sends SMS.
#pragma once

#include "providers/dialect.hpp"

namespace providers {

extern Dialect const sns;

}  // namespace providers
