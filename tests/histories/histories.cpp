#include "tests/histories/histories.hpp"

#include <chrono>
#include <utility>

namespace histories {
namespace {

using model::Address;
using model::Channel;
using model::Suppression;

constexpr std::array sources{"staff", "staff",       "api",   "import", "reply",
                             "web",   "Unsubscribe", "phone", "paper",  "Email"};
constexpr std::array evidences{"", "", " \t", "said so on the phone"};
constexpr std::array covered{"any",     "promotional", "promotional",     "transactional",
                             "service", "ads",         "stream:workflow", "stream:two_way",
                             "survey",  "stream:bulk"};
constexpr std::array labels{"mobile", "mobile", "Mobile", "home", "work", ""};
constexpr std::array<std::optional<Channel>, 5> channels{std::nullopt, Channel::sms, Channel::sms,
                                                         Channel::email, Channel::whatsapp};
constexpr std::array suppressions{Suppression::stop_reply, Suppression::complaint,
                                  Suppression::hard_bounce, Suppression::do_not_contact};
constexpr std::array senders{"", "", "+14155550000", "+14155550001"};

/// Under the name it has now, with the one it had.
void rename(model::SetPreference& set)
{
    auto const was = to_string(set.preference.covers);
    if (was != "ads" && was != "stream:bulk") return;
    set.preference.covers = model::read_covers(was == "ads" ? "marketing" : "stream:campaign");
    set.formerly = {was};
}

}  // namespace

Cast::Cast(std::uint64_t number)
{
    auto const text = std::to_string(number);
    customers = {"a" + text, "b" + text, "c" + text, "d" + text};
    addresses = {"+1415" + std::to_string(2'000'000 + number * 2),
                 "+1415" + std::to_string(2'000'001 + number * 2), "h" + text + "@example.com"};
}

model::Attribution Author::by()
{
    constexpr model::Time noon{std::chrono::milliseconds{1'790'000'000'000}};
    return {"ada", dice_.one_of(sources), dice_.one_of(evidences), noon};
}

model::Address Author::address()
{
    return Address::restored(dice_.one_of(cast_.addresses));
}

model::Subject Author::subject()
{
    if (dice_.one_in(3)) return address();
    return model::OfCustomer{dice_.one_of(cast_.customers)};
}

// Half of them are about what somebody chose before: taken back, said again, or said of somebody else.
model::SetPreference Author::preference(Manners const& manners)
{
    model::SetPreference set{subject(), {}};
    set.preference = {dice_.one_of(channels), model::read_covers(dice_.one_of(covered)), {}};
    if (!chosen_.empty() && dice_.one_in(2)) {
        set.preference = dice_.one_of(chosen_).preference;
        if (!dice_.one_in(3)) set.subject = dice_.one_of(chosen_).subject;
    }
    set.preference.state = dice_.one_in(2) ? model::State::allow : model::State::stop;
    chosen_.push_back(set);
    if (manners.renamed) rename(set);
    return set;
}

model::HardStop Author::any_hard_stop()
{
    return {dice_.one_of(channels), dice_.one_of(suppressions), dice_.one_of(senders)};
}

model::SetHardStop Author::hard_stop()
{
    stopped_.push_back({address(), any_hard_stop()});
    return stopped_.back();
}

model::LiftHardStop Author::lift()
{
    if (stopped_.empty() || dice_.one_in(4)) return {address(), any_hard_stop()};
    auto const& stopped = dice_.one_of(stopped_);
    return {stopped.address, stopped.stop};
}

std::string Author::label()
{
    return dice_.one_of(labels);
}

/// Mostly who is there already, and somebody else.
std::string Author::somebody(std::string const& but)
{
    if (dice_.one_in(8)) return dice_.one_of(cast_.customers);
    std::vector<std::string> others;
    for (auto const& one : put_) {
        if (one.id != but) others.push_back(one.id);
    }
    return others.empty() ? std::string{} : dice_.one_of(others);
}

model::Customer Author::any_customer()
{
    model::Customer customer;
    customer.id = dice_.one_of(cast_.customers);
    customer.name = dice_.one_in(2) ? "Ada" : "Bob";
    for (auto const& one : cast_.addresses) {
        if (dice_.one_in(2)) customer.contacts.push_back({Address::restored(one), label()});
    }
    if (dice_.one_in(2)) customer.carbon_copy_of = somebody(customer.id);
    return customer;
}

/// One thing is another now: a contact's label, a contact less, or the link.
model::Customer Author::touched_up(model::Customer customer)
{
    auto const at = dice_.below(std::max<int>(1, static_cast<int>(customer.contacts.size()))) + 0L;
    switch (customer.contacts.empty() ? 3 : dice_.below(4)) {
        case 0:
        case 1: customer.contacts[static_cast<std::size_t>(at)].label = label(); break;
        case 2: customer.contacts.erase(customer.contacts.begin() + at); break;
        default: customer.carbon_copy_of = dice_.one_in(2) ? "" : somebody(customer.id);
    }
    return customer;
}

model::PutCustomer Author::put(Manners const& manners)
{
    bool const again = !put_.empty() && dice_.one_in(2);
    put_.push_back(again ? touched_up(dice_.one_of(put_)) : any_customer());
    model::PutCustomer put{put_.back(), dice_.one_in(3), {}, manners.contacts};
    if (!dice_.one_in(3)) put.start = model::Start{!dice_.one_in(3), !dice_.one_in(3)};
    return put;
}

model::What Author::erasure_or_its_end()
{
    if (dice_.one_in(2)) return model::ErasePerson{address()};
    return model::LiftHardStop{address(), {std::nullopt, Suppression::erased, ""}};
}

model::MergeCustomers Author::merge()
{
    auto into = somebody({});
    auto from = somebody(into);
    return {std::move(into), std::move(from)};
}

model::What Author::any_what(Manners const& manners)
{
    if (put_.size() < 3 && dice_.one_in(2)) return put(manners);
    switch (dice_.below(20)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
        case 5: return put(manners);
        case 6: return model::RemoveCustomer{dice_.one_of(cast_.customers)};
        case 7:
        case 8: return hard_stop();
        case 9:
        case 10: return lift();
        case 11: return erasure_or_its_end();
        case 12: return merge();
        default: return preference(manners);
    }
}

model::Change Author::next(Manners const& manners)
{
    auto what = any_what(manners);
    return {std::move(what), by()};
}

}  // namespace histories
