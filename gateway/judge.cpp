#include "gateway/judge.hpp"

#include "filters/classify/content.hpp"
#include "filters/consent/decide.hpp"
#include "store/address/parse.hpp"

#include <utility>

namespace gateway {

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

Judged judge(model::Send const& send, std::vector<model::Classified> categories,
             std::string_view stream, std::string_view customer, store::Index const& index,
             Settings const& settings)
{
    Judged judged;
    judged.decision.categories = std::move(categories);
    filters::Facts facts;
    facts.stream = stream.empty() ? nullptr : settings.streams.find(stream);
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
