#include "gateway/admin/wanted.hpp"

#include "gateway/admin/customer.hpp"
#include "gateway/shaping.hpp"
#include "store/address/parse.hpp"
#include "store/address/sender.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace gateway::admin {
namespace {

constexpr std::size_t longest_address = 1'024;

model::CustomerKind read_kind(Members& members)
{
    auto const name = members.text_or_empty("kind");
    auto const& names = model::customer_kind_names;
    auto const found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<model::CustomerKind>(found - names.begin());
    if (!name.empty()) members.note("kind", "must be " + choices(names));
    return model::CustomerKind::customer;
}

std::vector<model::Contact> read_contacts(Members& members, Settings const& settings)
{
    std::vector<model::Contact> contacts;
    std::set<model::Address> seen;
    auto const objects = members.objects("contacts", most_contacts);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        auto const name = "contacts/" + std::to_string(i);
        Members contact{*objects[i], {"address", "label"}, members.pointer(name)};
        auto address = read_address(contact, settings);
        auto label = contact.text_or_empty("label", 64);
        members.note(contact.wrong());
        if (!address) continue;
        if (!seen.insert(*address).second) {
            members.note(name + "/address", "is the same address as an earlier contact's");
        }
        contacts.push_back({*std::move(address), std::move(label)});
    }
    return contacts;
}

}  // namespace

std::optional<model::Address> read_address(Members& members, Settings const& settings)
{
    auto const spelling = members.text("address", longest_address);
    if (spelling.empty()) return std::nullopt;
    auto address = address::parse(spelling, settings.default_region);
    if (address) return *std::move(address);
    members.note("address", address.error().what + " (read: " + spelling + ")");
    return std::nullopt;
}

model::PutCustomer read_customer(Members& members, std::string id, Settings const& settings)
{
    model::Customer customer;
    customer.id = std::move(id);
    customer.kind = read_kind(members);
    customer.name = members.text_or_empty("name", 512);
    customer.contacts = read_contacts(members, settings);
    customer.carbon_copy_of = members.text_or_empty("carbon_copy_of", longest_id);
    if (!customer.id.empty() && customer.carbon_copy_of == customer.id) {
        members.note("carbon_copy_of", "is the customer itself");
    }
    return customer_change(std::move(customer), settings);
}

model::HardStop read_stop(Members& members, Settings const& settings, bool lifts)
{
    model::HardStop stop;
    stop.channel = read_channel_or_any(members);
    stop.sender =
        address::read_sender(members.text_or_empty("sender", 256), settings.default_region);
    auto const name = members.text("suppression");
    auto const suppression = model::find_suppression(name);
    bool const known = suppression && (lifts || *suppression != model::Suppression::erased);
    if (!known && !name.empty()) {
        members.note(
            "suppression",
            "must be " + choices(std::span{model::suppression_names}.first(lifts ? 5 : 4)));
    }
    stop.suppression = suppression.value_or(model::Suppression::do_not_contact);
    return stop;
}

void need_evidence(Members& members, model::Attribution const& by)
{
    if (!by.evidence.empty()) return;
    members.note("evidence", "is needed: what the person said, where and when");
}

}  // namespace gateway::admin
