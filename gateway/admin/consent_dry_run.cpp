// gateway/admin/consent_dry_run.cpp: whom a change of the settings would reach, before it is made.
//   POST /api/v1/consent/dry-run
//        {"categories":{"marketing":{"kind"?,"consent"?}},
//         "consent":{"phone_default"?,"email_default"?,"stop_reply_scope"?,"complaint_scope"?,"labels_accepted"?}}
//     -> {"addresses",
//         "items":[{"channel","category","kind","addresses","blocked_now","blocked_then","newly_blocked",
//                   "newly_allowed"}]}
// Counted are the known addresses, each for the channels that reach it and for a send that names no customer, stream
// or sender. What customers started with stays theirs: a default that changes reaches those who have no start.
#include "filters/consent/decide.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/shaping.hpp"
#include "store/address/ascii.hpp"
#include "store/census.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::array<std::string_view, 3> scopes{"channel", "promotional", "sender"};

/// What `decide` asks of the settings.
struct Rules {
    filters::ConsentSettings consent;
    std::vector<model::CategoryInfo> categories;
};

template <class Choice, class Names>
void read_choice(Members& members, std::string_view name, Names const& names, Choice& choice)
{
    auto const text = members.text_or_empty(name);
    auto const found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) choice = static_cast<Choice>(found - names.begin());
    if (found == names.end() && !text.empty()) members.note(name, "must be " + choices(names));
}

void read_consent(js::object const& object, Rules& rules, Members& outer)
{
    Members members{object,
                    {"phone_default", "email_default", "stop_reply_scope", "complaint_scope",
                     "labels_accepted"},
                    outer.pointer("consent")};
    auto& consent = rules.consent;
    consent.phone_default = members.flag("phone_default").value_or(consent.phone_default);
    consent.email_default = members.flag("email_default").value_or(consent.email_default);
    read_choice(members, "stop_reply_scope", scopes, consent.stop_reply);
    read_choice(members, "complaint_scope", scopes, consent.complaint);
    if (members.has("labels_accepted")) {
        consent.labels_accepted = members.texts_or_none("labels_accepted", 100);
        for (auto& label : consent.labels_accepted)
            address::to_lower(label);
    }
    outer.note(members.wrong());
}

void read_categories(js::object const& object, Rules& rules, Settings const& settings,
                     Members& outer)
{
    for (auto const& [name, value] : object) {
        auto const place = "categories/" + std::string{name};
        auto const category = settings.categories.find(name);
        auto const* said = value.if_object();
        if (!category) outer.note(place, "unknown; one of: " + category_names(settings));
        if (said == nullptr) outer.note(place, "must be an object");
        if (!category || said == nullptr) continue;
        Members members{*said, {"kind", "consent"}, outer.pointer(place)};
        auto& info = rules.categories[category->index];
        read_choice(members, "kind", model::kind_names, info.kind);
        read_choice(members, "consent", model::consent_rule_names, info.rule);
        outer.note(members.wrong());
    }
}

struct Cell {
    std::size_t addresses = 0;
    std::size_t blocked_now = 0;
    std::size_t blocked_then = 0;
    std::size_t newly_blocked = 0;
    std::size_t newly_allowed = 0;
};
using Cells = std::map<std::pair<model::Channel, std::size_t>, Cell>;

void count(Cell& cell, std::size_t addresses, bool now, bool then)
{
    cell.addresses += addresses;
    if (!now) cell.blocked_now += addresses;
    if (!then) cell.blocked_then += addresses;
    if (now && !then) cell.newly_blocked += addresses;
    if (!now && then) cell.newly_allowed += addresses;
}

void count(Cells& cells, store::Crowd const& crowd, Rules const& now, Rules const& then)
{
    filters::Facts facts;
    facts.address = &crowd.profile;
    for (auto const channel : store::channels_of(crowd.reach)) {
        facts.channel = channel;
        for (std::size_t i = 0; i < now.categories.size(); ++i) {
            if (now.categories[i].retired) continue;
            count(cells[{channel, i}], crowd.addresses,
                  filters::decide(facts, now.categories[i], now.consent).deliver,
                  filters::decide(facts, then.categories[i], then.consent).deliver);
        }
    }
}

js::object compare(store::Reader& reader, Rules const& now, Rules const& then)
{
    Cells cells;
    std::size_t addresses = 0;
    for (auto const& crowd : store::census(reader)) {
        addresses += crowd.addresses;
        count(cells, crowd, now, then);
    }
    js::array items;
    for (auto const& [where, cell] : cells) {
        auto const& category = then.categories[where.second];
        items.push_back({{"channel", model::name_of(where.first)},
                         {"category", category.name},
                         {"kind", model::name_of(category.kind)},
                         {"addresses", cell.addresses},
                         {"blocked_now", cell.blocked_now},
                         {"blocked_then", cell.blocked_then},
                         {"newly_blocked", cell.newly_blocked},
                         {"newly_allowed", cell.newly_allowed}});
    }
    return {{"addresses", addresses}, {"items", std::move(items)}};
}

}  // namespace

Answering dry_run_settings(Call const& call, Desk& desk)
{
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Rules now{call.settings->consent, call.settings->categories.all()};
    auto then = now;
    Members members{*document, {"categories", "consent"}};
    if (auto const* consent = members.object("consent")) read_consent(*consent, then, members);
    if (auto const* categories = members.object("categories")) {
        read_categories(*categories, then, *call.settings, members);
    }
    if (!members.wrong().empty()) co_return problem(422, members.wrong());
    auto work = [now = std::move(now), then = std::move(then)](store::Reader& reader) {
        return compare(reader, now, then);
    };
    auto const counted = co_await desk.readers.ask(std::move(work));
    co_return json(counted);
}

}  // namespace gateway::admin
