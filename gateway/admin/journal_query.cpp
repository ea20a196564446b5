#include "gateway/admin/journal_query.hpp"

#include "gateway/admin/reading.hpp"
#include "gateway/admin/times.hpp"
#include "store/address/parse.hpp"

#include <algorithm>
#include <span>

namespace gateway::admin {
namespace {

template <class Enum, class Names>
std::optional<Enum> find_name(Names const& names, std::string_view name)
{
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

/// A dry run says "suppress" of what the journal calls "suppressed"; both are understood.
std::optional<model::Outcome> find_outcome(std::string_view name)
{
    if (name == "suppress") return model::Outcome::suppressed;
    if (name == "deliver") return model::Outcome::delivered;
    return find_name<model::Outcome>(model::outcome_names, name);
}

struct Reader {
    Settings const& settings;
    std::vector<model::Problem>& wrong;
    model::JournalQuery query;

    template <class Value>
    std::optional<Value> need(std::optional<Value> found, std::string_view name, std::string what)
    {
        if (!found) wrong.push_back({std::move(what), std::string{name}});
        return found;
    }

    std::optional<model::Time> time(std::string_view name, std::string const& value)
    {
        return need(read_rfc3339(value), name, "must be a time like 2026-11-21T20:00:00Z");
    }

    void take(std::string_view name, std::string const& value)
    {
        if (name == "verdict") {
            query.outcome =
                need(find_outcome(value), name, "must be " + choices(model::outcome_names));
        } else if (name == "channel") {
            query.channel =
                need(model::find_channel(value), name, "must be " + choices(model::channel_names));
        } else if (name == "reason") {
            query.reason = need(find_name<model::Reason>(model::reason_names, value), name,
                                "must be " + choices(model::reason_names));
        } else if (name == "mark") {
            auto const marks = std::span{model::mark_names}.subspan(1);  // the first is none
            auto const found = std::find(marks.begin(), marks.end(), value);
            if (found == marks.end()) return wrong.push_back({"must be " + choices(marks), "mark"});
            query.mark = static_cast<model::Mark>(found - marks.begin() + 1);
        } else if (name == "since") {
            query.since = time(name, value);
        } else if (name == "until") {
            query.until = time(name, value);
        } else if (name == "address") {
            auto const address = address::parse(value, settings.default_region);
            query.address = address ? address->text() : value;
        } else {
            take_text(name, value);
        }
    }

    void take_text(std::string_view name, std::string const& value)
    {
        if (name == "category") query.category = value;
        if (name == "app") query.app = value;
        if (name == "provider") query.provider = value;
    }
};

}  // namespace

model::JournalQuery read_journal_query(Filters const& filters, Settings const& settings,
                                       std::vector<model::Problem>& wrong)
{
    Reader reader{settings, wrong, {}};
    for (auto const& [name, value] : filters) {
        if (!value.empty()) reader.take(name, value);
    }
    return std::move(reader.query);
}

}  // namespace gateway::admin
