// providers/sms/infobip_rewrite.cpp: the same walk as reading, so that the n-th address met is the n-th recipient.
#include "providers/sms/infobip.hpp"

#include "providers/wire/members.hpp"

#include <algorithm>
#include <iterator>

namespace providers::infobip_api {
namespace {

using wire::Type;
using wire::Value;

/// A message is not copied over and over beyond this; then nobody gets the SMS instead.
constexpr std::size_t most_split_bytes = 8 * 1024 * 1024;

/// The places of one message: its people, and behind them the SMS instead of each where it has one.
struct Group {
    std::size_t first;
    std::size_t people;
    bool has_failover;
};

/// People of one message, [begin, end) of its group, who get the same: those kept back between them are left out.
struct Run {
    std::size_t begin;
    std::size_t end;
    bool failover;
};

void append(Cuts& all, Cuts const& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

Cuts in_order(Cuts cuts)
{
    std::ranges::sort(cuts, {}, &Cut::begin);
    return cuts;
}

class Rewriting {
public:
    Rewriting(std::string_view body, std::vector<Place> const& places,
              model::Decision const& decision)
        : body_{body}, places_{places}, decision_{decision}
    {
    }

    /// What is left out of the next message object; false: all of it.
    bool keep(Value object)
    {
        auto const group = next_group();
        auto runs = runs_of(group);
        if (runs.size() > 1 && runs.size() * (object->end - object->begin) > most_split_bytes)
            runs = {{0, group.people, false}};
        if (runs.size() == 1) append(cuts_, cuts_of(object, group, runs.front()));
        if (runs.size() > 1)
            cuts_.push_back({object->begin, object->end, split(object, group, runs)});
        return !runs.empty();
    }

    Cuts const& cuts() const { return cuts_; }

private:
    Group next_group()
    {
        Group group{next_, 0, false};
        for (; next_ < places_.size() && places_[next_].message == places_[group.first].message;
             ++next_) {
            if (places_[next_].is_failover)
                group.has_failover = true;
            else
                ++group.people;
        }
        return group;
    }

    bool delivers(Group group, std::size_t person) const
    {
        return decision_.delivers(group.first + person);
    }

    std::vector<Run> runs_of(Group group) const
    {
        std::vector<Run> runs;
        for (std::size_t i = 0; i < group.people; ++i) {
            if (!delivers(group, i)) continue;
            bool const failover = group.has_failover && delivers(group, group.people + i);
            if (runs.empty() || runs.back().failover != failover) runs.push_back({i, i, failover});
            runs.back().end = i + 1;
        }
        return runs;
    }

    /// What a message object loses so that it goes to one run alone.
    Cuts cuts_of(Value object, Group group, Run run) const
    {
        Cuts cuts;
        Cuts members;
        std::size_t person = 0;
        bool const stops_failover = group.has_failover && !run.failover;
        auto const stays = [&](std::size_t i) {
            return i >= run.begin && i < run.end && delivers(group, i);
        };
        auto const is_kept = [&](std::size_t, Value member) {
            if (member->key == "to" || member->key == "destinations")
                return keep_addresses(member, person, stays, cuts);
            if (stops_failover && member->key == "options") keep_but_failover(member, cuts);
            return !stops_failover || member->key != "smsFailover";
        };
        wire::keep_items(object, is_kept, members);
        append(cuts, members);
        return in_order(std::move(cuts));
    }

    /// A member that holds addresses, the first of them `person`'s; false: nobody is left in it.
    template <class Stays>
    static bool keep_addresses(Value member, std::size_t& person, Stays const& stays, Cuts& cuts)
    {
        if (!member.is(Type::array)) return stays(person++);
        std::size_t const first = person;
        person += static_cast<std::size_t>(std::distance(member.begin(), member.end()));
        bool any = member.empty();
        for (std::size_t i = first; i < person; ++i)
            any = any || stays(i);
        if (any) {
            wire::keep_items(member, [&](std::size_t i, Value) { return stays(first + i); }, cuts);
        }
        return any;
    }

    static void keep_but_failover(Value options, Cuts& cuts)
    {
        wire::keep_items(
            options, [](std::size_t, Value option) { return option->key != "smsFailover"; }, cuts);
    }

    /// A message that not all may get by SMS instead becomes one a run, so that results keep the order of the request.
    std::string split(Value object, Group group, std::vector<Run> const& runs) const
    {
        auto const text = body_.substr(object->begin, object->end - object->begin);
        std::string objects;
        for (Run const run : runs) {
            auto cuts = cuts_of(object, group, run);
            for (Cut& cut : cuts) {
                cut.begin -= object->begin;
                cut.end -= object->begin;
            }
            if (!objects.empty()) objects += ',';
            objects += applied(cuts, text);
        }
        return objects;
    }

    std::string_view body_;
    std::vector<Place> const& places_;
    model::Decision const& decision_;
    Cuts cuts_;
    std::size_t next_ = 0;  ///< the place met next
};

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any() || call.method == "GET") return {};
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    auto const places = places_of(root).value();
    Rewriting rewriting{call.body, places, decision};
    Cuts cuts;
    if (auto const list = root.find("messages")) {
        wire::keep_items(
            *list, [&](std::size_t, Value object) { return rewriting.keep(object); }, cuts);
    } else {
        rewriting.keep(root);
    }
    append(cuts, rewriting.cuts());
    return in_order(std::move(cuts));
}

Cuts rewrite_query(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any() || call.method != "GET") return {};
    return wire::cut_separated(numbers_of(call.query).value(), decision);
}

}  // namespace providers::infobip_api
