#include "gateway/shaping.hpp"

#include <utility>

namespace gateway {
namespace {

/// "a, b or c"
std::string choices(auto const& things)
{
    std::vector<std::string_view> names;
    for (auto const& thing : things) {
        if (!thing.retired) names.push_back(thing.name);
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text.empty() ? "none is configured" : text;
}

void add_former(std::vector<std::string>& spellings, std::string const& prefix, auto const& thing)
{
    for (auto const& name : thing.formerly)
        spellings.push_back(prefix + name);
}

}  // namespace

std::string category_names(Settings const& settings)
{
    return choices(settings.categories.all());
}

std::string stream_names(Settings const& settings)
{
    return choices(settings.streams.all());
}

model::Result<model::Covers> read_covers(std::string_view text, Settings const& settings)
{
    using What = model::Covers::What;
    auto covers = model::read_covers(text);
    if (covers.what == What::stream) {
        auto const* stream = settings.streams.find(covers.name);
        if (!stream) return model::Problem{"unknown stream; one of: " + stream_names(settings), {}};
        covers.name = stream->name;
    }
    if (covers.what == What::category) {
        auto const category = settings.categories.find(covers.name);
        if (!category) {
            return model::Problem{
                "must be any, a kind (promotional or transactional), a category (" +
                    category_names(settings) + ") or stream:<name>",
                {}};
        }
        covers.name = settings.categories[*category].name;
    }
    return covers;
}

model::SetPreference preference_change(model::Subject subject, model::Preference preference,
                                       Settings const& settings)
{
    using What = model::Covers::What;
    model::SetPreference set{std::move(subject), std::move(preference), {}};
    auto const& covers = set.preference.covers;
    if (covers.what == What::stream) {
        if (auto const* stream = settings.streams.find(covers.name)) {
            add_former(set.formerly, "stream:", *stream);
        }
    }
    if (covers.what == What::category) {
        if (auto const category = settings.categories.find(covers.name)) {
            add_former(set.formerly, {}, settings.categories[*category]);
        }
    }
    return set;
}

model::PutCustomer customer_change(model::Customer customer, Settings const& settings)
{
    return {std::move(customer), settings.prevent_duplicates,
            model::Start{settings.consent.phone_default, settings.consent.email_default},
            settings.contact_rule};
}

}  // namespace gateway
