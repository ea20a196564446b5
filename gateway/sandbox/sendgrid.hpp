// gateway/sandbox/sendgrid.hpp: SendGrid's Mail Send as the API answers it.
//
//   POST /v3/mail/send        -> 202, empty, X-Message-Id; with sandbox_mode 200 (nothing is sent)
//   POST /v3/mail/batch       -> 201 {"batch_id"}
//   GET  /v3/mail/batch/{id}  -> 200 {"batch_id"}
//   anything wrong            -> {"errors":[{"message","field","help"}]}
// Source: the provider's OpenAPI document for v3 mail (statuses, limits, error examples) and its
// page "Mail Send errors". The wording for content, a broken body, and too many recipients is from
// memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <cstddef>
#include <string_view>

namespace gateway::sandbox {

/// `most_body_bytes` bounds a body that is unpacked (Content-Encoding: gzip).
Reply answer_sendgrid(Call const& call, std::size_t most_body_bytes);
/// `field` names where in the body; empty: null.
Reply sendgrid_error(unsigned status, std::string_view message, std::string_view field = {});

}  // namespace gateway::sandbox
