#include "providers/roster.hpp"

#include "providers/email/mailgun.hpp"
#include "providers/email/postmark.hpp"
#include "providers/email/sendgrid.hpp"
#include "providers/email/ses.hpp"
#include "providers/sms/twilio.hpp"

#include <array>

namespace providers {

std::span<Dialect const* const> all()
{
    static constexpr std::array<Dialect const*, 5> dialects{&mailgun, &postmark, &sendgrid, &ses,
                                                            &twilio};
    return dialects;
}

Dialect const* find(std::string_view name)
{
    for (Dialect const* const dialect : all()) {
        if (dialect->name == name) return dialect;
    }
    return nullptr;
}

}  // namespace providers
