// providers/sms/infobip_rewrite.cpp: the same walk as reading, so that the n-th address met is the n-th recipient.
#include "providers/sms/infobip.hpp"

#include "providers/wire/members.hpp"

#include <algorithm>
#include <iterator>

namespace providers::infobip_api {
namespace {

using wire::Type;
using wire::Value;

/// The recipients of one message: [begin, end).
struct Range {
    std::size_t begin;
    std::size_t end;
};

struct Walk {
    std::vector<Place> const& places;
    model::Decision const& decision;
    Cuts cuts{};
    std::size_t next = 0;  ///< the recipient met next

    bool delivers_within(Range range) const
    {
        for (std::size_t i = range.begin; i < range.end; ++i) {
            if (decision.delivers(i)) return true;
        }
        return false;
    }

    Range range_of(std::size_t message) const
    {
        auto end = next;
        while (end < places.size() && places[end].message == message)
            ++end;
        return {next, end};
    }

    /// Whether the SMS instead of a message that goes is kept back: the last of its recipients.
    bool stops_failover(Range range) const
    {
        return places[range.end - 1].is_failover && !decision.delivers(range.end - 1);
    }

    /// A member that holds addresses, cut to those delivered; false: nobody is left in it.
    bool keep_addresses(Value member)
    {
        if (!member.is(Type::array)) return decision.delivers(next++);
        std::size_t const first = next;
        next += static_cast<std::size_t>(std::distance(member.begin(), member.end()));
        if (!delivers_within({first, next})) return member.empty();
        wire::keep_items(
            member, [&](std::size_t i, Value) { return decision.delivers(first + i); }, cuts);
        return true;
    }

    void cut_message(Value object, Range range)
    {
        bool const stopped = stops_failover(range);
        auto const keep = [&](std::size_t, Value member) {
            if (member->key == "to" || member->key == "destinations") return keep_addresses(member);
            if (stopped && member->key == "options") {
                wire::keep_items(
                    member, [](std::size_t, Value option) { return option->key != "smsFailover"; },
                    cuts);
            }
            return !stopped || member->key != "smsFailover";
        };
        Cuts members;
        wire::keep_items(object, keep, members);
        cuts.insert(cuts.end(), members.begin(), members.end());
    }
};

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any() || call.method == "GET") return {};
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    auto const places = places_of(root).value();
    Walk walk{places, decision};
    auto const keep = [&](std::size_t index, Value object) {
        auto const range = walk.range_of(index);
        bool const any = walk.delivers_within(range);
        if (any) walk.cut_message(object, range);
        walk.next = range.end;
        return any;
    };
    Cuts messages;
    if (auto const list = root.find("messages")) {
        wire::keep_items(*list, keep, messages);
    } else {
        keep(0, root);
    }
    walk.cuts.insert(walk.cuts.end(), messages.begin(), messages.end());
    std::sort(walk.cuts.begin(), walk.cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
    return walk.cuts;
}

Cuts rewrite_query(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any() || call.method != "GET") return {};
    return wire::cut_separated(numbers_of(call.query).value(), decision);
}

}  // namespace providers::infobip_api
