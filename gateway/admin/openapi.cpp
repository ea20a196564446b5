// gateway/admin/openapi.cpp: the API's own description, openapi.json beside this file, built in.
#include "gateway/admin/openapi_document.hpp"
#include "gateway/admin/resources.hpp"

namespace gateway::admin {

Answering openapi(Call const&, Desk&)
{
    Answer answer;
    answer.body = openapi_document;
    co_return answer;
}

}  // namespace gateway::admin
