#include "gateway/judge.hpp"

#include "filters/consent/decide.hpp"
#include "store/address/parse.hpp"

#include <utility>

namespace gateway {

Judged judge(model::Send const& send, filters::Cues const& cues, std::string_view customer,
             store::Index const& index, Settings const& settings)
{
    Judged judged;
    judged.decision.categories.reserve(send.messages.size());
    for (auto const& message : send.messages) {
        judged.decision.categories.push_back(filters::classify(message, cues, settings.categories));
    }

    filters::Facts facts;
    facts.stream = settings.streams.find(cues.stream);
    facts.customer = customer.empty() ? nullptr : index.find_customer(customer);

    judged.addresses.reserve(send.recipients.size());
    judged.decision.verdicts.reserve(send.recipients.size());
    for (auto const& recipient : send.recipients) {
        auto address = address::parse(recipient.spelling, settings.default_region);
        facts.channel = recipient.channel;
        facts.sender = send.messages[recipient.message].sender;
        facts.address = address ? &index.find(*address) : nullptr;
        auto const category = judged.decision.categories[recipient.message].category;
        judged.decision.verdicts.push_back(
            filters::decide(facts, settings.categories[category], settings.consent));
        judged.addresses.push_back(address ? std::optional{*std::move(address)} : std::nullopt);
    }
    filters::follow_primary(send.recipients, judged.decision.verdicts);
    return judged;
}

}  // namespace gateway
