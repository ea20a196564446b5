#include "gateway/judge.hpp"

#include "filters/classify/content.hpp"
#include "filters/consent/decide.hpp"
#include "store/address/parse.hpp"
#include "store/address/sender.hpp"

#include <utility>

namespace gateway {
namespace {

bool reaches(model::Channel channel, model::Address const& address)
{
    using Form = model::Address::Form;
    auto const is_id = [&](std::string_view scheme) {
        return address.form() == Form::opaque && address.text().starts_with(scheme);
    };
    switch (channel) {
        case model::Channel::email: return address.form() == Form::mail;
        case model::Channel::whatsapp: return address.form() == Form::phone || is_id("whatsapp:");
        case model::Channel::viber: return address.form() == Form::phone || is_id("viber:");
        case model::Channel::sms:
        case model::Channel::rcs: break;
    }
    return address.form() == Form::phone;
}

/// None: it is none, or none of that channel's.
void read_address(model::Recipient const& recipient, std::string_view region,
                  std::optional<model::Address>& into)
{
    auto address = address::parse(recipient.spelling, region);
    if (address && reaches(recipient.channel, *address)) into = *std::move(address);
}

/// Whether a stop may hold for one sender alone, so that it is worth reading who that is.
bool asks_for_sender(filters::ConsentSettings const& consent)
{
    return consent.stop_reply == filters::Scope::sender ||
           consent.complaint == filters::Scope::sender;
}

}  // namespace

void add_settings(filters::Cues& cues, Application const& application, Settings const& settings)
{
    auto const& own = application.default_category;
    cues.mappings = application.mappings;
    cues.fallback = own.empty() ? settings.default_category : own;
    cues.content = settings.classification.policy;
    cues.guard = application.guard;
}

std::vector<model::Classified> classify(model::Send const& send, filters::Cues const& cues,
                                        Application const& application, Settings const& settings,
                                        Texts& texts)
{
    std::vector<model::Classified> categories;
    categories.reserve(send.messages.size());
    for (std::size_t i = 0; i < send.messages.size(); ++i) {
        filters::Content content;
        if (application.classify) content = [&texts, i] { return texts.judge(i); };
        categories.push_back(
            filters::classify(send.messages[i], cues, settings.categories, content));
    }
    return categories;
}

Addresses addresses_of(model::Send const& send, Settings const& settings)
{
    Addresses addresses;
    addresses.reserve(send.recipients.size());
    for (auto const& recipient : send.recipients)
        read_address(recipient, settings.default_region, addresses.emplace_back());
    return addresses;
}

Judged judge(model::Send const& send, Addresses addresses,
             std::vector<model::Classified> categories, std::string_view stream,
             std::string_view customer, store::Index const& index, Settings const& settings)
{
    Judged judged;
    judged.decision.categories = std::move(categories);
    judged.addresses = std::move(addresses);
    filters::Facts facts;
    facts.stream = stream.empty() ? nullptr : settings.streams.find(stream);
    facts.customer = customer.empty() ? nullptr : index.find_customer(customer);

    bool const reads_sender = asks_for_sender(settings.consent);
    std::string sender;
    std::string_view read_from;  // many recipients have the same one
    judged.decision.verdicts.reserve(send.recipients.size());
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        auto const& recipient = send.recipients[i];
        auto const& address = judged.addresses[i];
        facts.channel = recipient.channel;
        facts.sender = send.messages[recipient.message].sender;
        if (reads_sender) {
            if (std::exchange(read_from, facts.sender) != facts.sender)
                sender = address::read_sender(facts.sender, settings.default_region);
            facts.sender = sender;
        }
        facts.address = address ? &index.find(*address) : nullptr;
        auto const category = judged.decision.categories[recipient.message].category;
        judged.decision.verdicts.push_back(
            filters::decide(facts, settings.categories[category], settings.consent));
    }
    filters::follow_primary(send.recipients, judged.decision.verdicts);
    return judged;
}

}  // namespace gateway
