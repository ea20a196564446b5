#include "gateway/admin/dry_run.hpp"

namespace gateway::admin {

Judged judge_dry(DryRun const& wanted, Application const& app, store::Index const& index,
                 Settings const& settings)
{
    model::Send send;
    send.messages.emplace_back();
    for (auto const& spelling : wanted.to) {
        model::Recipient recipient;
        recipient.channel = wanted.channel;
        recipient.spelling = spelling;
        send.recipients.push_back(std::move(recipient));
    }
    auto const& fallback =
        app.default_category.empty() ? settings.default_category : app.default_category;
    filters::Cues cues;
    cues.header = wanted.category;
    cues.stream = wanted.stream;
    cues.mappings = app.mappings;
    cues.fallback = settings.categories.find(fallback).value_or(model::Category{0});
    return judge(send, cues, wanted.customer, index, settings);
}

}  // namespace gateway::admin
