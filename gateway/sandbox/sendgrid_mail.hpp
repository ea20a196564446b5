// gateway/sandbox/sendgrid_mail.hpp: a mail/send body: what is wrong with it, and everybody it
// names.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::sandbox {

/// Every `email` below `to`, `cc` or `bcc` of a personalization, in the order of the bytes. Read by
/// events rather than from a tree, so that the loser of two equal keys is seen too. Of broken JSON:
/// what stands before the break.
std::vector<std::string> sendgrid_recipients(std::string_view body);

/// What the provider refuses in a mail: the error answer, or none.
std::optional<Reply> sendgrid_refusal(boost::json::object const& mail);

/// `mail_settings.sandbox_mode.enable`
bool is_rehearsal(boost::json::object const& mail);

}  // namespace gateway::sandbox
