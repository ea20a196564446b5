#include "providers/roster.hpp"

#include "providers/email/mailgun.hpp"
#include "providers/email/postmark.hpp"
#include "providers/email/sendgrid.hpp"
#include "providers/email/ses.hpp"
#include "providers/sms/azure.hpp"
#include "providers/sms/infobip.hpp"
#include "providers/sms/plivo.hpp"
#include "providers/sms/sms_voice.hpp"
#include "providers/sms/sns.hpp"
#include "providers/sms/twilio.hpp"
#include "providers/sms/vonage.hpp"
#include "providers/sms/vonage_messages.hpp"

#include <array>

namespace providers {

std::span<Dialect const* const> all()
{
    static constexpr std::array dialects{&azure,    &infobip,  &mailgun, &plivo,
                                         &postmark, &sendgrid, &ses,     &sms_voice,
                                         &sns,      &twilio,   &vonage,  &vonage_messages};
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
