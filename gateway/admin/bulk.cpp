// gateway/admin/bulk.cpp: many changes in one call and one commit, each with a result of its own.
//   POST /api/v1/bulk {"changes":[{"change":<kind>, ...}, ...]}       up to 10,000
//     "customer"          "customer": id, and what PUT /customers/{id} takes
//     "customer_removal"  "customer": id
//     "contact"           "customer": id, "address", "label"?: adds or relabels this one
//     "contact_removal"   "customer": id, "address"
//     "merge"             "customer": id, "from": id
//     "preference"        "customer": id or "address", and what PUT .../preferences takes
//     "suppression"       "address", and what PUT .../suppressions takes
//     "suppression_lift"  "address", and what DELETE .../suppressions takes
//   -> {"results":[{"status":200,"ledger":[...],"changed":true} | {"status","detail","errors"?,"customer"?}],
//       "changed","unchanged","refused"}
// The changes are made in their order, each as the call on one thing would make it. One that is refused stops no
// other, and leaves nothing behind.
#include "gateway/admin/changes.hpp"
#include "gateway/admin/customer.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/wanted.hpp"
#include "gateway/shaping.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::size_t most_changes = 10'000;

/// One change as it is asked for, and where it stands.
struct Item {
    js::object const& document;
    std::string at;
    Call const& call;
    Desk const& desk;

    Members members(std::initializer_list<std::string_view> known) const
    {
        return {document, known, at};
    }
    Settings const& settings() const { return *call.settings; }
};

using Asked = std::variant<model::Change, std::vector<model::Problem>>;

Asked asked(Members& members, Item const& item, std::optional<model::What> what)
{
    auto by = read_attribution(members, item.call, item.desk);
    if (what && std::holds_alternative<model::LiftHardStop>(*what)) need_evidence(members, by);
    if (!what || !members.wrong().empty()) return members.wrong();
    return model::Change{*std::move(what), std::move(by)};
}

Asked customer(Item const& item)
{
    auto members = item.members({"change", "customer", "kind", "name", "contacts", "carbon_copy_of",
                                 "source", "evidence", "actor"});
    auto id = members.text("customer", longest_id);
    auto put = read_customer(members, std::move(id), item.settings());
    return asked(members, item, std::move(put));
}

Asked customer_removal(Item const& item)
{
    auto members = item.members({"change", "customer", "source", "evidence", "actor"});
    return asked(members, item, model::RemoveCustomer{members.text("customer", longest_id)});
}

Asked contact(Item const& item)
{
    auto members =
        item.members({"change", "customer", "address", "label", "source", "evidence", "actor"});
    auto id = members.text("customer", longest_id);
    auto address = read_address(members, item.settings());
    auto label = members.text_or_empty("label", 64);
    if (!address) return asked(members, item, std::nullopt);
    model::PutContact put{std::move(id),
                          {*std::move(address), std::move(label)},
                          item.settings().prevent_duplicates,
                          item.settings().contact_rule};
    return asked(members, item, std::move(put));
}

Asked contact_removal(Item const& item)
{
    auto members = item.members({"change", "customer", "address", "source", "evidence", "actor"});
    auto id = members.text("customer", longest_id);
    auto address = read_address(members, item.settings());
    if (!address) return asked(members, item, std::nullopt);
    return asked(members, item, model::RemoveContact{std::move(id), *std::move(address)});
}

Asked merge(Item const& item)
{
    auto members = item.members({"change", "customer", "from", "source", "evidence", "actor"});
    model::MergeCustomers merge{members.text("customer", longest_id),
                                members.text("from", longest_id)};
    if (merge.into == merge.from) members.note("from", "is the customer itself");
    return asked(members, item, std::move(merge));
}

Asked preference(Item const& item)
{
    auto members = item.members({"change", "customer", "address", "channel", "covers", "state",
                                 "source", "evidence", "actor"});
    auto const chosen = read_preference(members, item.settings());
    if (members.has("customer") == members.has("address")) {
        members.note("customer", "or address must be there, and not both");
        return asked(members, item, std::nullopt);
    }
    if (members.has("customer")) {
        model::OfCustomer subject{members.text("customer", longest_id)};
        return asked(members, item, preference_change(std::move(subject), chosen, item.settings()));
    }
    auto address = read_address(members, item.settings());
    if (!address) return asked(members, item, std::nullopt);
    return asked(members, item, preference_change(*std::move(address), chosen, item.settings()));
}

Asked stop(Item const& item, bool lifts)
{
    auto members = item.members(
        {"change", "address", "channel", "suppression", "sender", "source", "evidence", "actor"});
    auto hard_stop = read_stop(members, item.settings(), lifts);
    auto address = read_address(members, item.settings());
    if (!address) return asked(members, item, std::nullopt);
    if (lifts) {
        return asked(members, item, model::LiftHardStop{*std::move(address), std::move(hard_stop)});
    }
    return asked(members, item, model::SetHardStop{*std::move(address), std::move(hard_stop)});
}

Asked suppression(Item const& item)
{
    return stop(item, false);
}

Asked suppression_lift(Item const& item)
{
    return stop(item, true);
}

struct Kind {
    std::string_view name;
    Asked (*read)(Item const&);
};
constexpr std::array kinds{Kind{"customer", customer},
                           Kind{"customer_removal", customer_removal},
                           Kind{"contact", contact},
                           Kind{"contact_removal", contact_removal},
                           Kind{"merge", merge},
                           Kind{"preference", preference},
                           Kind{"suppression", suppression},
                           Kind{"suppression_lift", suppression_lift}};

std::string kind_names()
{
    std::vector<std::string_view> names;
    for (auto const& kind : kinds)
        names.push_back(kind.name);
    return choices(names);
}

Asked read(js::value const& value, std::size_t place, Call const& call, Desk const& desk)
{
    auto at = "/changes/" + std::to_string(place);
    auto const* document = value.if_object();
    if (document == nullptr) return std::vector{model::Problem{"must be an object", at}};
    auto const* name = document->if_contains("change");
    auto const* text = name == nullptr ? nullptr : name->if_string();
    auto const kind = std::ranges::find_if(kinds, [&](Kind const& one) {
        return text != nullptr && one.name == std::string_view{*text};
    });
    if (kind == kinds.end()) {
        return std::vector{model::Problem{"must be " + kind_names(), at + "/change"}};
    }
    return kind->read({*document, std::move(at), call, desk});
}

js::object refused(std::vector<model::Problem> const& wrong)
{
    std::string detail;
    js::array errors;
    for (auto const& [what, where] : wrong) {
        detail += (detail.empty() ? "" : "; ") + where + ": " + what;
        errors.push_back({{"pointer", where}, {"detail", what}});
    }
    return {{"status", 422}, {"detail", detail}, {"errors", std::move(errors)}};
}

js::object refused(model::Refused const& refusal)
{
    js::object result{{"status", status_of(refusal)}, {"detail", refusal.detail}};
    if (refusal.why == model::Refused::Why::conflict) {
        result["detail"] =
            "the customer " + refusal.detail + " already owns one of these addresses";
        result["customer"] = refusal.detail;
    }
    return result;
}

/// The results, in the order of the changes.
class Results {
public:
    void add(js::object result, std::string_view count)
    {
        results_.push_back(std::move(result));
        ++counts_[count == "changed" ? 0 : count == "unchanged" ? 1 : 2];
    }
    void add(store::Changed const& changed)
    {
        if (auto const* refusal = std::get_if<model::Refused>(&changed)) {
            return add(refused(*refusal), "refused");
        }
        auto const& written = std::get<store::Written>(changed);
        add({{"status", 200},
             {"ledger", js::value_from(written.entries)},
             {"changed", written.anew}},
            written.anew ? "changed" : "unchanged");
    }
    js::object document() &&
    {
        return {{"results", std::move(results_)},
                {"changed", counts_[0]},
                {"unchanged", counts_[1]},
                {"refused", counts_[2]}};
    }

private:
    js::array results_;
    std::array<std::int64_t, 3> counts_{};
};

}  // namespace

Answering change_many(Call const& call, Desk& desk)
{
    auto const document = read_document(call);
    if (!document) co_return document.error();
    Members members{*document, {"changes"}};
    auto const* wanted = members.list("changes", most_changes);
    if (wanted == nullptr && members.wrong().empty()) members.note("changes", "is missing");
    if (!members.wrong().empty()) co_return problem(422, members.wrong());

    std::vector<Asked> all;
    std::vector<model::Change> changes;
    for (auto const& value : *wanted) {
        all.push_back(read(value, all.size(), call, desk));
        auto* change = std::get_if<model::Change>(&all.back());
        if (change != nullptr) changes.push_back(std::move(*change));
    }
    std::vector<store::Changed> made;
    if (!changes.empty()) {
        auto outcome = co_await change_each(desk.parts.commit, std::move(changes));
        if (!outcome) co_return unavailable();
        made = *std::move(outcome);
    }
    Results results;
    auto next = made.begin();
    for (auto const& one : all) {
        if (auto const* wrong = std::get_if<std::vector<model::Problem>>(&one)) {
            results.add(refused(*wrong), "refused");
        } else {
            results.add(*next++);
        }
    }
    co_return json(std::move(results).document());
}

}  // namespace gateway::admin
