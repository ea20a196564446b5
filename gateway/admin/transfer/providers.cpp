// gateway/admin/transfer/providers.cpp: suppression lists as providers give them out.
//
// A person's own word (a STOP, an unsubscribe, a complaint) is recorded as such, so that nobody takes it back without
// evidence; a bounce as the provider's. Names of columns are from memory, but for Twilio's API and parts of SendGrid's and
// Postmark's (their public references, read 2026-11). `--columns` maps any others.
//
//   twilio_opt_outs                phone -> stop_reply on sms
//       contact_id, sender_id, status, source, date_of_consent: Consent Management API; the others: memory
//   sendgrid_global_unsubscribes   e-mail, any -> stop             GET /v3/suppression/unsubscribes
//   sendgrid_group_unsubscribes    e-mail, the group's category (providers.sendgrid.hints "asm.group_id=…"), --covers,
//                                  or promotional -> stop          GET /v3/asm/suppressions, /v3/asm/groups/…
//   sendgrid_bounces               hard_bounce                     GET /v3/suppression/bounces
//   sendgrid_spam_reports          complaint                       GET /v3/suppression/spam_reports
//   mailgun_unsubscribes           tag "*": any, a category's name: that category, else promotional -> stop
//   mailgun_complaints             complaint                       GET /v3/{domain}/complaints
//   mailgun_bounces                hard_bounce                     GET /v3/{domain}/bounces
//   postmark_suppressions          HardBounce, SpamComplaint; ManualSuppression: by the recipient a stop of what is
//                                  promotional, by anybody else do_not_contact
//                                                                  GET /message-streams/…/suppressions/dump
//   ses_suppressed_destinations    BOUNCE, COMPLAINT               ListSuppressedDestinations (v2)
#include "gateway/admin/transfer/format.hpp"
#include "gateway/shaping.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::admin::transfer {
namespace {

using MaybeWrong = std::optional<Wrong>;
using model::Channel;
using model::Suppression;

constexpr std::array twilio_columns{
    Column{Field::address, "contactid|phonenumber|phone|to|recipient|number|address"},
    Column{Field::sender, "senderid|from|messagingservicesid|messagingservice"},
    Column{Field::state, "status|consentstatus|optouttype"},
    Column{Field::reason, "source|keyword"},
    Column{Field::at, "dateofconsent|optoutdate|datecreated|date|timestamp"},
};
constexpr std::array sendgrid_columns{
    Column{Field::address, "email|emailaddress|recipientemail"},
    Column{Field::reason, "reason"},
    Column{Field::origin, "status"},
    Column{Field::tag, "groupid|asmgroupid|unsubscribegroupid"},
    Column{Field::at, "created|createdat"},
};
constexpr std::array mailgun_columns{
    Column{Field::address, "address|email|recipient"},
    Column{Field::reason, "error"},
    Column{Field::origin, "code"},
    Column{Field::tag, "tags|tag"},
    Column{Field::at, "createdat"},
};
constexpr std::array postmark_columns{
    Column{Field::address, "emailaddress|email|recipient"},
    Column{Field::reason, "suppressionreason|reason|type"},
    Column{Field::origin, "origin|source"},
    Column{Field::at, "createdat|date"},
};
constexpr std::array ses_columns{
    Column{Field::address, "emailaddress|email|address"},
    Column{Field::reason, "reason"},
    Column{Field::at, "lastupdatetime|lastupdate|date"},
};
constexpr std::array needed{Field::address};

std::string evidence_of(std::string_view list, Fields const& row)
{
    std::string evidence{list};
    for (auto const field : {Field::origin, Field::reason, Field::tag}) {
        if (!row[field].empty()) (evidence += ": ") += row[field];
    }
    return evidence;
}

MaybeWrong put_stop(Fields const& row, Context const& context, Changes& changes,
                    model::HardStop stop, std::string_view source, std::string_view list)
{
    auto addressed = address_in(row, context, needed);
    if (!addressed.address) return addressed.wrong;
    changes.push_back({model::SetHardStop{*std::move(addressed.address), std::move(stop)},
                       attribution(row, context, source, evidence_of(list, row))});
    return std::nullopt;
}

MaybeWrong put_unsubscribe(Fields const& row, Context const& context, Changes& changes,
                           std::string_view covers, std::string_view list)
{
    auto const given = context.given[Field::covers];
    auto read = read_covers(given.empty() ? covers : given, context.settings);
    if (!read) return Wrong{Field::covers, read.error().what};
    auto addressed = address_in(row, context, needed);
    if (!addressed.address) return addressed.wrong;
    model::Preference preference{Channel::email, *std::move(read), model::State::stop};
    changes.push_back(
        {preference_change(*std::move(addressed.address), std::move(preference), context.settings),
         attribution(row, context, "unsubscribe", evidence_of(list, row))});
    return std::nullopt;
}

MaybeWrong twilio_opt_out(Fields const& row, Context const& context, Changes& changes)
{
    auto const status = plain_name(row[Field::state]);
    constexpr std::array<std::string_view, 5> out{"", "optout", "optedout", "stop", "unsubscribed"};
    if (std::ranges::find(out, status) == out.end()) {
        return Wrong{Field::state, "is no opt-out; only those are taken from this list"};
    }
    model::HardStop stop{Channel::sms, Suppression::stop_reply,
                         sender_in(row[Field::sender], context)};
    return put_stop(row, context, changes, std::move(stop), "reply", "Twilio opt-outs");
}

MaybeWrong sendgrid_global(Fields const& row, Context const& context, Changes& changes)
{
    return put_unsubscribe(row, context, changes, "any", "SendGrid global unsubscribes");
}

/// The category that the configuration gives a group of SendGrid's.
std::string_view category_of_group(std::string_view group, Settings const& settings)
{
    for (auto const& provider : settings.providers) {
        for (auto const& hint : provider.hints) {
            if (hint.hint == "asm.group_id" && hint.value == group) {
                return settings.categories[hint.category].name;
            }
        }
    }
    return "promotional";
}

MaybeWrong sendgrid_group(Fields const& row, Context const& context, Changes& changes)
{
    auto const covers = category_of_group(said(row, context, Field::tag), context.settings);
    return put_unsubscribe(row, context, changes, covers, "SendGrid group unsubscribes");
}

MaybeWrong sendgrid_bounce(Fields const& row, Context const& context, Changes& changes)
{
    return put_stop(row, context, changes, {Channel::email, Suppression::hard_bounce, {}},
                    "provider", "SendGrid bounces");
}

MaybeWrong sendgrid_spam_report(Fields const& row, Context const& context, Changes& changes)
{
    return put_stop(row, context, changes, {Channel::email, Suppression::complaint, {}},
                    "complaint", "SendGrid spam reports");
}

MaybeWrong mailgun_unsubscribe(Fields const& row, Context const& context, Changes& changes)
{
    constexpr std::string_view list = "Mailgun unsubscribes";
    auto tags = row[Field::tag];
    bool const all = tags.empty() || tags.find('*') != tags.npos;
    if (all) return put_unsubscribe(row, context, changes, "any", list);
    auto const begin = changes.size();
    while (!tags.empty()) {
        auto const tag = tags.substr(0, tags.find(','));
        tags.remove_prefix(std::min(tags.size(), tag.size() + 1));
        bool const category = context.settings.categories.find(tag).has_value();
        auto wrong = put_unsubscribe(row, context, changes, category ? tag : "promotional", list);
        if (wrong) {
            changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(begin), changes.end());
            return wrong;
        }
    }
    return std::nullopt;
}

MaybeWrong mailgun_complaint(Fields const& row, Context const& context, Changes& changes)
{
    return put_stop(row, context, changes, {Channel::email, Suppression::complaint, {}},
                    "complaint", "Mailgun complaints");
}

MaybeWrong mailgun_bounce(Fields const& row, Context const& context, Changes& changes)
{
    return put_stop(row, context, changes, {Channel::email, Suppression::hard_bounce, {}},
                    "provider", "Mailgun bounces");
}

MaybeWrong postmark_suppression(Fields const& row, Context const& context, Changes& changes)
{
    constexpr std::string_view list = "Postmark suppressions";
    auto const reason = plain_name(row[Field::reason]);
    if (reason == "hardbounce") {
        return put_stop(row, context, changes, {Channel::email, Suppression::hard_bounce, {}},
                        "provider", list);
    }
    if (reason == "spamcomplaint") {
        return put_stop(row, context, changes, {Channel::email, Suppression::complaint, {}},
                        "complaint", list);
    }
    if (reason != "manualsuppression") {
        return Wrong{Field::reason, "must be HardBounce, SpamComplaint or ManualSuppression"};
    }
    if (plain_name(row[Field::origin]) == "recipient") {
        return put_unsubscribe(row, context, changes, "promotional", list);
    }
    return put_stop(row, context, changes, {Channel::email, Suppression::do_not_contact, {}},
                    "import", list);
}

MaybeWrong ses_suppressed(Fields const& row, Context const& context, Changes& changes)
{
    constexpr std::string_view list = "SES suppression list";
    auto const reason = plain_name(row[Field::reason]);
    if (reason == "bounce") {
        return put_stop(row, context, changes, {Channel::email, Suppression::hard_bounce, {}},
                        "provider", list);
    }
    if (reason == "complaint") {
        return put_stop(row, context, changes, {Channel::email, Suppression::complaint, {}},
                        "complaint", list);
    }
    return Wrong{Field::reason, "must be BOUNCE or COMPLAINT"};
}

constexpr std::array all{
    Format{"twilio_opt_outs", twilio_columns, needed, twilio_opt_out},
    Format{"sendgrid_global_unsubscribes", sendgrid_columns, needed, sendgrid_global},
    Format{"sendgrid_group_unsubscribes", sendgrid_columns, needed, sendgrid_group},
    Format{"sendgrid_bounces", sendgrid_columns, needed, sendgrid_bounce},
    Format{"sendgrid_spam_reports", sendgrid_columns, needed, sendgrid_spam_report},
    Format{"mailgun_unsubscribes", mailgun_columns, needed, mailgun_unsubscribe},
    Format{"mailgun_complaints", mailgun_columns, needed, mailgun_complaint},
    Format{"mailgun_bounces", mailgun_columns, needed, mailgun_bounce},
    Format{"postmark_suppressions", postmark_columns, needed, postmark_suppression},
    Format{"ses_suppressed_destinations", ses_columns, needed, ses_suppressed},
};

}  // namespace

std::span<Format const> provider_formats()
{
    return all;
}

}  // namespace gateway::admin::transfer
