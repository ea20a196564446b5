#include "gateway/admin/dry_run.hpp"

namespace gateway::admin {
namespace {

model::Send send_of(DryRun const& wanted)
{
    model::Send send;
    send.messages.emplace_back();
    for (auto const& spelling : wanted.to) {
        model::Recipient recipient;
        recipient.channel = wanted.channel;
        recipient.spelling = spelling;
        send.recipients.push_back(std::move(recipient));
    }
    return send;
}

}  // namespace

DryJudged judge_dry(DryRun const& wanted, Application const& app, store::Index const& index,
                    Settings const& settings)
{
    auto const send = send_of(wanted);
    filters::Cues cues;
    add_settings(cues, app, settings);
    cues.header = wanted.category;
    cues.stream = wanted.stream;
    Texts texts{[&wanted](std::size_t) { return wanted.text.value_or(model::Text{}); }, 0, send,
                app, settings};
    auto categories = classify(send, cues, app, settings, texts);
    DryJudged judged{judge(send, addresses_of(send, settings), std::move(categories), wanted.stream,
                           wanted.customer, index, settings),
                     {}};
    if (wanted.text && app.classify) judged.content = texts.judge(0);
    return judged;
}

}  // namespace gateway::admin
