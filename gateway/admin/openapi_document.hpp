// gateway/admin/openapi_document.hpp: openapi.json as text; its definition is written by the build.
#pragma once

#include <string_view>

namespace gateway::admin {

extern std::string_view const openapi_document;

}  // namespace gateway::admin
