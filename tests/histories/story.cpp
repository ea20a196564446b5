// tests/histories/story.cpp: a history in words.
#include "tests/histories/histories.hpp"

namespace histories {
namespace {

using model::Address;
using model::Channel;

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
    std::string operator()(model::PutContact const& put) const
    {
        return "put " + put.customer + " " + put.contact.address.text() + "=" + put.contact.label;
    }
    std::string operator()(model::RemoveContact const& remove) const
    {
        return "take " + remove.address.text() + " from " + remove.customer;
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

std::string told(model::Change const& change)
{
    return std::visit(Teller{}, change.what) + "  (" + change.by.source + ", \"" +
           change.by.evidence + "\")";
}

}  // namespace histories
