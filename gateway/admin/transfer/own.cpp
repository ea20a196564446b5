// gateway/admin/transfer/own.cpp: our own files. A row is one of
//
//   customer      customer, kind, name, carbon_copy_of, start; address, phone, email, label: contacts that it has too
//   contact       customer; address, phone, email, label
//                 both: contacts; in JSON a list of {"address", "label"}, as the API has them, or of texts
//   preference    customer or addresses, channel, covers, state, source, evidence
//   suppression   addresses, channel, suppression, sender, source, evidence
//
// Addresses are in address, phone and email; a preference or suppression goes to each that its channel can reach: the
// e-mail opt-out of a row with a phone and a mail address is the mail address's. An empty cell says nothing: what is
// there stays. Nothing is removed by a row.
#include "gateway/admin/customer.hpp"
#include "gateway/admin/transfer/format.hpp"
#include "gateway/admin/wanted.hpp"
#include "gateway/choices.hpp"
#include "gateway/shaping.hpp"
#include "store/address/ascii.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin::transfer {
namespace {

constexpr std::array columns{
    Column{Field::record, "record"},
    Column{Field::customer, "customer|customerid|id"},
    Column{Field::address, "address|to|recipient|contact"},
    Column{Field::phone, "phone|phonenumber|mobile|mobilenumber|msisdn|number"},
    Column{Field::email, "email|emailaddress|mail"},
    Column{Field::contacts, "contacts"},
    Column{Field::kind, "kind"},
    Column{Field::name, "name"},
    Column{Field::carbon_copy_of, "carboncopyof"},
    Column{Field::start, "start"},
    Column{Field::label, "label"},
    Column{Field::channel, "channel"},
    Column{Field::covers, "covers|category"},
    Column{Field::state, "state"},
    Column{Field::suppression, "suppression"},
    Column{Field::sender, "sender"},
    Column{Field::source, "source"},
    Column{Field::evidence, "evidence"},
    Column{Field::at, "at|time|date|created|createdat"},
};
constexpr std::array needed{Field::customer, Field::address, Field::phone, Field::email};

constexpr std::array<std::string_view, 4> record_names{"customer", "contact", "preference",
                                                       "suppression"};
constexpr std::array<std::string_view, 5> start_names{"both", "phone", "email", "neither", "unset"};
constexpr std::size_t longest_name = 512;
constexpr std::size_t longest_label = 64;
constexpr std::size_t longest_sender = 256;

using MaybeWrong = std::optional<Wrong>;

MaybeWrong unfit(Fields const& row, Field field, std::size_t longest)
{
    auto const text = row[field];
    if (text.size() > longest) {
        return Wrong{field, "is longer than " + std::to_string(longest) + " bytes"};
    }
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(text, control)) return Wrong{field, "has a control character"};
    return std::nullopt;
}

/// A word of ours, whatever its case and the blanks around it.
std::string word_in(Fields const& row, Context const& context, Field field)
{
    std::string word{address::trimmed(said(row, context, field))};
    address::to_lower(word);
    return word;
}

/// A channel, or none for "any".
struct Channels {
    std::optional<model::Channel> channel;
    MaybeWrong wrong;
};
Channels read_channel(Fields const& row, Context const& context)
{
    auto const name = word_in(row, context, Field::channel);
    auto const channel = model::find_channel(name);
    if (channel || name == "any") return {channel, {}};
    return {{}, Wrong{Field::channel, "must be any, " + choices(model::channel_names)}};
}

/// Whether messages on this channel (none: on any) reach the address.
bool is_reached(model::Address const& address, std::optional<model::Channel> channel)
{
    using Form = model::Address::Form;
    if (!channel) return true;
    if (address.form() != Form::opaque) {
        return model::is_phone(*channel) == (address.form() == Form::phone);
    }
    return address.text().starts_with(std::string{model::name_of(*channel)} + ":");
}

/// The addresses of a row that a change on a channel is about; never none without what is wrong.
struct Reached {
    std::vector<model::Address> addresses;
    MaybeWrong wrong;
};
Reached reached(Fields const& row, Context const& context, std::optional<model::Channel> channel)
{
    Reached all;
    Wrong none{Field::address, "is missing"};
    for (auto const field : address_fields) {
        if (row[field].empty()) continue;
        auto one = address_in(row, context, std::array{field});
        if (!one.address) return {{}, std::move(one.wrong)};
        if (is_reached(*one.address, channel)) {
            all.addresses.push_back(*std::move(one.address));
        } else {
            none = {field, "is no address that " + std::string{model::name_of(*channel)} +
                               " messages reach"};
        }
    }
    if (all.addresses.empty()) all.wrong = std::move(none);
    return all;
}

/// Consent is evidence only with a time that can be.
MaybeWrong unfit_time(Fields const& row, Context const& context)
{
    constexpr std::chrono::days clocks_differ{1};
    auto const text = address::trimmed(row[Field::at]);
    if (text.empty()) return std::nullopt;
    auto const at = read_at(text);
    if (!at) {
        return Wrong{Field::at,
                     "is no time: 2026-05-03, 2026-05-03T10:00:00Z or seconds since "
                     "1970 (read: " +
                         shown(text) + ")"};
    }
    if (*at <= context.by.at + clocks_differ) return std::nullopt;
    return Wrong{Field::at, "is in the future"};
}

MaybeWrong read_suppression(Fields const& row, Context const& context, Changes& changes)
{
    auto const known = std::span{model::suppression_names}.first(4);  // nobody is erased by a file
    auto const name = word_in(row, context, Field::suppression);
    auto const suppression = model::find_suppression(name);
    if (!suppression || *suppression == model::Suppression::erased) {
        return Wrong{Field::suppression, "must be " + choices(known)};
    }
    auto channels = read_channel(row, context);
    if (channels.wrong) return channels.wrong;
    if (auto wrong = unfit_time(row, context)) return wrong;
    if (auto wrong = unfit(row, Field::sender, longest_sender)) return wrong;
    auto to = reached(row, context, channels.channel);
    model::HardStop const stop{channels.channel, *suppression,
                               sender_in(said(row, context, Field::sender), context)};
    for (auto& address : to.addresses) {
        changes.push_back({model::SetHardStop{std::move(address), stop},
                           attribution(row, context, "import", {})});
    }
    return to.wrong;
}

MaybeWrong read_preference(Fields const& row, Context const& context, model::Preference& preference)
{
    auto channels = read_channel(row, context);
    if (channels.wrong) return channels.wrong;
    preference.channel = channels.channel;
    auto const covers = address::trimmed(said(row, context, Field::covers));
    if (covers.empty()) return Wrong{Field::covers, "is missing"};
    auto read = read_covers(covers, context.settings);
    if (!read) read = read_covers(word_in(row, context, Field::covers), context.settings);
    if (!read) return Wrong{Field::covers, read.error().what};
    preference.covers = *std::move(read);
    auto const state = word_in(row, context, Field::state);
    if (state != "stop" && state != "allow") {
        return Wrong{Field::state, "must be " + choices(model::state_names)};
    }
    preference.state = state == "allow" ? model::State::allow : model::State::stop;
    return std::nullopt;
}

MaybeWrong read_preference(Fields const& row, Context const& context, Changes& changes)
{
    model::Preference preference;
    if (auto wrong = read_preference(row, context, preference)) return wrong;
    if (auto wrong = unfit_time(row, context)) return wrong;
    auto const put = [&](model::Subject subject) {
        changes.push_back({preference_change(std::move(subject), preference, context.settings),
                           attribution(row, context, "import", {})});
    };
    bool const of_address =
        std::ranges::any_of(address_fields, [&](Field field) { return !row[field].empty(); });
    if (row[Field::customer].empty()) {
        auto to = reached(row, context, preference.channel);
        for (auto& address : to.addresses)
            put(std::move(address));
        return to.wrong;
    }
    if (of_address) {
        return Wrong{Field::customer, "and an address are both there: whose preference is it?"};
    }
    if (auto wrong = unfit(row, Field::customer, longest_id)) return wrong;
    put(model::OfCustomer{std::string{row[Field::customer]}});
    return std::nullopt;
}

MaybeWrong add_contact(Fields const& row, Context const& context, Field field,
                       std::vector<model::Contact>& contacts)
{
    if (auto wrong = unfit(row, Field::label, longest_label)) return wrong;
    auto addressed = address_in(row, context, std::array{field});
    if (!addressed.address) return addressed.wrong;
    contacts.push_back(
        {*std::move(addressed.address), std::string{said(row, context, Field::label)}});
    return std::nullopt;
}

MaybeWrong read_listed(Fields const& row, Context const& context,
                       std::vector<model::Contact>& contacts)
{
    if (row.contacts.size() > most_contacts) {
        return Wrong{Field::contacts, "are more than " + std::to_string(most_contacts)};
    }
    std::size_t place = 0;
    for (auto const& [address, label] : row.contacts) {
        Fields one;
        one.set(Field::address, address);
        one.set(Field::label, label.empty() ? row[Field::label] : label);
        ++place;
        auto const wrong = add_contact(one, context, Field::address, contacts);
        if (!wrong) continue;
        return Wrong{Field::contacts, std::string{name_of(wrong->field)} + " of contact " +
                                          std::to_string(place) + ": " + wrong->what};
    }
    return std::nullopt;
}

MaybeWrong read_contacts(Fields const& row, Context const& context,
                         std::vector<model::Contact>& contacts)
{
    for (auto const field : contact_fields) {
        if (row[field].empty()) continue;
        if (auto wrong = add_contact(row, context, field, contacts)) return wrong;
    }
    return read_listed(row, context, contacts);
}

MaybeWrong read_id(Fields const& row)
{
    if (row[Field::customer].empty()) return Wrong{Field::customer, "is missing"};
    return unfit(row, Field::customer, longest_id);
}

MaybeWrong read_contact(Fields const& row, Context const& context, Changes& changes)
{
    if (auto wrong = read_id(row)) return wrong;
    std::vector<model::Contact> contacts;
    if (auto wrong = read_contacts(row, context, contacts)) return wrong;
    if (contacts.empty()) return Wrong{Field::address, "is missing"};
    for (auto& contact : contacts) {
        changes.push_back(
            {model::PutContact{std::string{row[Field::customer]}, std::move(contact),
                               context.prevent_duplicates, context.settings.contact_rule},
             attribution(row, context, "import", {})});
    }
    return std::nullopt;
}

MaybeWrong read_kind(Fields const& row, Context const& context, model::CustomerKind& kind)
{
    auto const name = word_in(row, context, Field::kind);
    auto const& names = model::customer_kind_names;
    auto const found = std::ranges::find(names, name);
    if (found == names.end() && !name.empty()) {
        return Wrong{Field::kind, "must be " + choices(names)};
    }
    if (found != names.end()) kind = static_cast<model::CustomerKind>(found - names.begin());
    return std::nullopt;
}

MaybeWrong read_start(Fields const& row, Context const& context, std::optional<model::Start>& start)
{
    auto const name = word_in(row, context, Field::start);
    if (name.empty()) return std::nullopt;  // as the settings have it
    if (std::ranges::find(start_names, name) == start_names.end()) {
        return Wrong{Field::start, "must be " + choices(start_names)};
    }
    start.reset();
    if (name != "unset") {
        start = model::Start{name == "both" || name == "phone", name == "both" || name == "email"};
    }
    return std::nullopt;
}

MaybeWrong read_customer(Fields const& row, Context const& context, Changes& changes)
{
    if (auto wrong = read_id(row)) return wrong;
    if (auto wrong = unfit(row, Field::name, longest_name)) return wrong;
    if (auto wrong = unfit(row, Field::carbon_copy_of, longest_id)) return wrong;
    model::Customer customer;
    customer.id = row[Field::customer];
    if (auto wrong = read_kind(row, context, customer.kind)) return wrong;
    customer.name = row[Field::name];
    customer.carbon_copy_of = row[Field::carbon_copy_of];
    if (auto wrong = read_contacts(row, context, customer.contacts)) return wrong;
    auto put = customer_change(std::move(customer), context.settings);
    put.prevent_duplicates = context.prevent_duplicates;
    put.kept = {said(row, context, Field::kind).empty(), row[Field::name].empty(),
                row[Field::carbon_copy_of].empty(), true};
    if (auto wrong = read_start(row, context, put.start)) return wrong;
    changes.push_back({std::move(put), attribution(row, context, "import", {})});
    return std::nullopt;
}

MaybeWrong read_own(Fields const& row, Context const& context, Changes& changes)
{
    auto const record = word_in(row, context, Field::record);
    if (record == "suppression") return read_suppression(row, context, changes);
    if (record == "preference") return read_preference(row, context, changes);
    if (record == "contact") return read_contact(row, context, changes);
    if (record == "customer") return read_customer(row, context, changes);
    if (!record.empty()) return Wrong{Field::record, "must be " + choices(record_names)};
    auto const says = [&](Field field) { return !word_in(row, context, field).empty(); };
    if (says(Field::suppression)) return read_suppression(row, context, changes);
    if (says(Field::covers) || says(Field::state)) return read_preference(row, context, changes);
    return read_customer(row, context, changes);
}

}  // namespace

Format const own_format{"optgate", columns, needed, read_own, false};

}  // namespace gateway::admin::transfer
