#include "tests/histories/histories.hpp"

#include <chrono>
#include <utility>

namespace histories {
namespace {

using model::Address;
using model::Channel;
using model::Suppression;

constexpr std::array sources{"staff", "staff", "import", "reply", "web", "phone"};
constexpr std::array evidences{"", "", "said so on the phone"};
constexpr std::array covered{"any",     "promotional", "promotional",     "transactional",
                             "service", "marketing",   "stream:workflow", "stream:two_way"};
constexpr std::array labels{"mobile", "Mobile", "home", ""};
constexpr std::array<std::optional<Channel>, 5> channels{std::nullopt, Channel::sms, Channel::sms,
                                                         Channel::email, Channel::whatsapp};
constexpr std::array suppressions{Suppression::stop_reply, Suppression::complaint,
                                  Suppression::hard_bounce, Suppression::do_not_contact};

model::Attribution by(Dice& dice)
{
    constexpr model::Time noon{std::chrono::milliseconds{1'790'000'000'000}};
    return {"ada", dice.one_of(sources), dice.one_of(evidences), noon};
}

Address address(Dice& dice, Cast const& cast)
{
    return Address::restored(dice.one_of(cast.addresses));
}

model::SetPreference preference(Dice& dice, Cast const& cast)
{
    model::SetPreference set{address(dice, cast), {}};
    if (!dice.one_in(3)) set.subject = model::OfCustomer{dice.one_of(cast.customers)};
    set.preference = {dice.one_of(channels), model::read_covers(dice.one_of(covered)),
                      dice.one_in(2) ? model::State::allow : model::State::stop};
    return set;
}

model::HardStop hard_stop(Dice& dice)
{
    return {dice.one_of(channels), dice.one_of(suppressions), dice.one_in(4) ? "+14155550000" : ""};
}

model::PutCustomer customer(Dice& dice, Cast const& cast, Allowed const& allowed)
{
    model::PutCustomer put;
    put.customer.id = dice.one_of(cast.customers);
    put.customer.name = dice.one_in(2) ? "Ada" : "Bob";
    for (auto const& one : cast.addresses) {
        if (dice.one_in(2)) {
            std::string label = dice.one_of(labels);
            if (!allowed.label_consent && label == "Mobile") label = "mobile";
            put.customer.contacts.push_back({Address::restored(one), std::move(label)});
        }
    }
    if (allowed.links && dice.one_in(2)) put.customer.carbon_copy_of = dice.one_of(cast.customers);
    put.prevent_duplicates = dice.one_in(2);
    if (allowed.starts && dice.one_in(2)) put.start = model::Start{dice.one_in(2), dice.one_in(2)};
    if (allowed.label_consent) put.contacts = {{"mobile"}, {"service"}};
    return put;
}

model::What any_what(Dice& dice, Cast const& cast, Allowed const& allowed)
{
    switch (dice.below(16)) {
        case 0:
        case 1:
        case 2:
        case 3: return customer(dice, cast, allowed);
        case 4: return model::RemoveCustomer{dice.one_of(cast.customers)};
        case 5:
        case 6: return model::SetHardStop{address(dice, cast), hard_stop(dice)};
        case 7: return model::LiftHardStop{address(dice, cast), hard_stop(dice)};
        case 8:
            if (dice.one_in(2)) return model::ErasePerson{address(dice, cast)};
            return model::LiftHardStop{address(dice, cast),
                                       {std::nullopt, Suppression::erased, ""}};
        case 9:
            if (!allowed.merges) return preference(dice, cast);
            return model::MergeCustomers{dice.one_of(cast.customers), dice.one_of(cast.customers)};
        default: return preference(dice, cast);
    }
}

std::string told(model::Subject const& subject)
{
    if (auto const* one = std::get_if<Address>(&subject)) return one->text();
    return std::get<model::OfCustomer>(subject).id;
}

std::string told(std::optional<Channel> channel)
{
    return std::string{channel ? model::name_of(*channel) : "any"};
}

std::string told(model::HardStop const& stop)
{
    return " " + told(stop.channel) + " " + std::string{model::name_of(stop.suppression)} + " " +
           stop.sender;
}

struct Teller {
    std::string operator()(model::SetPreference const& set) const
    {
        return told(set.subject) + " " + told(set.preference.channel) + " " +
               to_string(set.preference.covers) + " " +
               std::string{model::name_of(set.preference.state)};
    }
    std::string operator()(model::SetHardStop const& set) const
    {
        return "suppress " + set.address.text() + told(set.stop);
    }
    std::string operator()(model::LiftHardStop const& lift) const
    {
        return "lift " + lift.address.text() + told(lift.stop);
    }
    std::string operator()(model::PutCustomer const& put) const
    {
        auto text = "put " + put.customer.id;
        for (auto const& contact : put.customer.contacts)
            text += " " + contact.address.text() + "=" + contact.label;
        if (!put.customer.carbon_copy_of.empty()) text += " copy of " + put.customer.carbon_copy_of;
        if (put.prevent_duplicates) text += " alone";
        if (put.start) {
            text += put.start->phone ? " phone on" : " phone off";
            text += put.start->email ? " email on" : " email off";
        }
        return text;
    }
    std::string operator()(model::RemoveCustomer const& remove) const
    {
        return "remove " + remove.id;
    }
    std::string operator()(model::MergeCustomers const& merge) const
    {
        return "merge " + merge.from + " into " + merge.into;
    }
    std::string operator()(model::ErasePerson const& erase) const
    {
        return "erase " + erase.address.text();
    }
};

}  // namespace

Cast::Cast(std::uint64_t number)
{
    auto const text = std::to_string(number);
    customers = {"a" + text, "b" + text, "c" + text};
    addresses = {"+1415" + std::to_string(2'000'000 + number * 2),
                 "+1415" + std::to_string(2'000'001 + number * 2), "h" + text + "@example.com"};
}

model::Change any_change(Dice& dice, Cast const& cast, Allowed const& allowed)
{
    auto what = any_what(dice, cast, allowed);
    return {std::move(what), by(dice)};
}

std::string told(model::Change const& change)
{
    return std::visit(Teller{}, change.what) + "  (" + change.by.source +
           (change.by.evidence.empty() ? ")" : ", evidence)");
}

}  // namespace histories
