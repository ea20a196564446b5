// providers/sms/sms_voice.hpp: AWS End User Messaging, SMS and Voice v2.
#pragma once

#include "providers/dialect.hpp"

namespace providers {

extern Dialect const sms_voice;

}  // namespace providers
