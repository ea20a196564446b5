#include "tests/histories/settings.hpp"

namespace histories {
namespace {

Category category(std::string const& name, bool promotional, model::ConsentRule rule)
{
    model::CategoryInfo info;
    info.name = name;
    info.kind = promotional ? model::Kind::promotional : model::Kind::transactional;
    info.rule = rule;
    return {{name, promotional, std::string{model::name_of(rule)}}, info};
}

std::vector<Category> any_categories(Dice& dice, bool renamed)
{
    using enum model::ConsentRule;
    constexpr std::array rules{opt_out, opt_out, opt_in, always};
    std::vector<Category> all{category("marketing", true, dice.one_in(2) ? opt_out : opt_in),
                              category("survey", true, dice.one_in(3) ? opt_out : opt_in),
                              category("billing", false, dice.one_of(rules)),
                              category("service", false, opt_in),
                              category("one_time_code", false, dice.one_in(3) ? opt_out : always)};
    auto& marketing = all.front().info;
    if (renamed)
        marketing.formerly = {"ads"};
    else
        marketing.name = "ads";
    return all;
}

model::Streams any_streams(Dice& dice, bool renamed)
{
    std::vector<model::Stream> all{
        {"workflow", dice.one_in(4)}, {"two_way", dice.one_in(2)}, {"bulk", dice.one_in(6)}};
    if (renamed) all.back() = {"campaign", all.back().own_switch, {"bulk"}};
    return model::Streams{std::move(all)};
}

/// The name under which the histories speak of it at all times.
std::string asked_as(model::Stream const& stream)
{
    return stream.formerly.empty() ? stream.name : stream.formerly.front();
}

void draw_scopes(Dice& dice, Settings& settings)
{
    using enum filters::Scope;
    constexpr std::array scopes{channel, promotional, sender};
    constexpr std::array words{"channel", "promotional", "sender"};
    auto const reply = static_cast<std::size_t>(dice.below(3));
    auto const complaint = static_cast<std::size_t>(dice.below(2));
    settings.plain.stop_reply_scope = words[reply];
    settings.plain.complaint_scope = words[complaint];
    settings.consent.stop_reply = scopes[reply];
    settings.consent.complaint = scopes[complaint];
}

void draw_labels(Dice& dice, Settings& settings)
{
    if (dice.one_in(4)) {
        settings.plain.labels_accepted = {"mobile"};
        settings.consent.labels_accepted = {"mobile"};
    }
    if (dice.one_in(5)) return;
    settings.manners.contacts = {{"mobile"}, {"service"}};
    if (dice.one_in(4)) settings.manners.contacts.labels.emplace_back("work");
    if (dice.one_in(4)) settings.manners.contacts.categories.emplace_back("survey");
}

}  // namespace

Settings any_settings(Dice& dice, bool renamed)
{
    Settings settings;
    settings.plain.phone_default = settings.consent.phone_default = !dice.one_in(3);
    settings.plain.email_default = settings.consent.email_default = !dice.one_in(3);
    draw_scopes(dice, settings);
    draw_labels(dice, settings);
    settings.categories = any_categories(dice, renamed);
    settings.streams = any_streams(dice, renamed);
    for (auto const& stream : settings.streams.all()) {
        if (stream.own_switch) settings.plain.own_switch.insert(asked_as(stream));
    }
    settings.manners.renamed = renamed;
    return settings;
}

}  // namespace histories
