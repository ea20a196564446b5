#include "gateway/admin/transfer/intake.hpp"

namespace gateway::admin::transfer {
namespace {

/// What a row calls one of its contacts: those of its fields come first, a change each or all in one.
std::string contact_name(Origin const& origin, std::size_t contact)
{
    auto left = origin.place + contact;
    for (std::size_t i = 0; i < contact_fields.size(); ++i) {
        bool const is_there = (origin.fields & 1U << i) != 0;
        if (is_there && left-- == 0) return std::string{name_of(contact_fields[i])};
    }
    return "contact " + std::to_string(left + 1);
}

}  // namespace

void Tally::add(Batch const& batch, std::vector<store::Changed> const& made, Report const& report)
{
    add_rows(batch, report);
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (auto const* why = std::get_if<model::Refused>(&made[i])) {
            refuse(batch.origins[i], *why, report);
        } else {
            ++(std::get<store::Written>(made[i]).anew ? changed : unchanged);
        }
    }
}

void Tally::add(Batch const& batch, store::LoadResult const& made, Report const& report)
{
    add_rows(batch, report);
    changed += made.changed;
    unchanged += made.unchanged;
    for (auto const& [place, why] : made.refused)
        refuse(batch.origins[place], why, report);
}

void Tally::add_rows(Batch const& batch, Report const& report)
{
    rows = batch.rows;
    refused += batch.bad.size();
    for (auto const& bad : batch.bad)
        report(bad);
}

void Tally::refuse(Origin const& origin, model::Refused const& why, Report const& report)
{
    ++refused;
    bool const conflict = why.why == model::Refused::Why::conflict;
    report({"line " + std::to_string(origin.line), conflict ? "the customer " + why.detail +
                                                                  " already owns the row's " +
                                                                  contact_name(origin, why.contact)
                                                            : why.detail});
}

}  // namespace gateway::admin::transfer
