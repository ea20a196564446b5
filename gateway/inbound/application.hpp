// gateway/inbound/application.hpp: who is sending: known by a credential's fingerprint, a token or a name.
#pragma once

#include "gateway/settings/settings.hpp"

#include <string_view>

namespace gateway {

/// By `X-Optgate-App` where the caller gives it: a token, or the name of an application that has neither token nor
/// credentials (who has them must show them); else by the fingerprint of the Authorization header; else the first,
/// "default". Null: the header names none that it may.
Application const* find_application(std::vector<Application> const& applications,
                                    std::string_view app_header, std::string_view authorization);

/// By the fingerprint of the Authorization header; null: nobody's.
Application const* find_by_credential(std::vector<Application> const& applications,
                                      std::string_view authorization);

/// Whether `X-Optgate-App` may say this of an application that is known already: its name or token.
bool answers_to(Application const& application, std::string_view app_header);

}  // namespace gateway
