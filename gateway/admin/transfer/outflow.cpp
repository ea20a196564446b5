#include "gateway/admin/transfer/outflow.hpp"

#include "gateway/admin/times.hpp"
#include "gateway/rows/csv.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gateway::admin::transfer {
namespace {

using store::Listed;
using store::StateRow;

constexpr std::size_t rows_a_page = 1'000;

constexpr std::array customer_columns{Field::customer, Field::kind, Field::name, Field::start};
constexpr std::array link_columns{Field::customer, Field::carbon_copy_of};
constexpr std::array preference_columns{Field::customer, Field::address, Field::channel,
                                        Field::covers,   Field::state,   Field::source,
                                        Field::evidence, Field::at};
constexpr std::array suppression_columns{Field::address, Field::channel, Field::suppression,
                                         Field::sender,  Field::source,  Field::evidence,
                                         Field::at};
constexpr std::array contact_columns{Field::customer, Field::address, Field::label};

std::span<Field const> columns_of(Listed part)
{
    switch (part) {
        case Listed::customers: return customer_columns;
        case Listed::links: return link_columns;
        case Listed::preferences: return preference_columns;
        case Listed::suppressions: return suppression_columns;
        case Listed::contacts: break;
    }
    return contact_columns;
}

std::string_view record_of(Listed part)
{
    switch (part) {
        case Listed::preferences: return "preference";
        case Listed::suppressions: return "suppression";
        case Listed::contacts: return "contact";
        default: return "customer";
    }
}

std::string text_of(Listed part, StateRow const& row, Field field)
{
    switch (field) {
        case Field::record: return std::string{record_of(part)};
        case Field::customer: return row.customer;
        case Field::address: return row.address;
        case Field::kind: return row.kind;
        case Field::name: return row.name;
        case Field::carbon_copy_of: return row.carbon_copy_of;
        case Field::start: return row.start;
        case Field::label: return row.label;
        case Field::channel: return row.channel.empty() ? "any" : row.channel;
        case Field::covers: return row.covers;
        case Field::state: return row.state;
        case Field::suppression: return row.suppression;
        case Field::sender: return row.sender;
        case Field::source: return row.source;
        case Field::evidence: return row.evidence;
        case Field::at: return rfc3339(row.at);
        default: return {};
    }
}

bool has(Listed part, Field field)
{
    auto const columns = columns_of(part);
    return field == Field::record || std::ranges::find(columns, field) != columns.end();
}

}  // namespace

std::vector<Listed> parts_of(std::string_view what)
{
    using enum Listed;
    if (what == "all") return {customers, links, preferences, suppressions, contacts};
    if (what == "customers") return {customers, links};
    if (what == "contacts") return {contacts};
    if (what == "preferences") return {preferences};
    if (what == "suppressions") return {suppressions};
    return {};
}

Outflow::Outflow(std::vector<Listed> parts, Form form) : parts_{std::move(parts)}, form_{form}
{
    for (std::size_t i = 0; i < field_names.size(); ++i) {
        auto const field = static_cast<Field>(i);
        auto const used = [&](Listed part) { return has(part, field); };
        if (std::ranges::any_of(parts_, used)) columns_.push_back(field);
    }
}

std::string Outflow::header() const
{
    std::string header;
    for (auto const field : columns_)
        (header += header.empty() ? "" : ",") += name_of(field);
    return header + "\r\n";
}

void Outflow::add(std::string& piece, Listed part, StateRow const& row) const
{
    if (form_ == Form::json) {
        boost::json::object object;
        for (auto const field : columns_) {
            if (!has(part, field)) continue;
            if (auto text = text_of(part, row, field); !text.empty()) object[name_of(field)] = text;
        }
        (piece += boost::json::serialize(object)) += '\n';
        return;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) piece += ',';
        if (has(part, columns_[i])) piece += rows::safe_cell(text_of(part, row, columns_[i]));
    }
    piece += "\r\n";
}

std::optional<std::string> Outflow::next(store::Reader& reader)
{
    std::string piece;
    if (!std::exchange(begun_, true) && form_ == Form::csv) piece = header();
    while (part_ < parts_.size()) {
        auto page = reader.state(parts_[part_], last_ ? &*last_ : nullptr, rows_a_page);
        for (auto const& row : page)
            add(piece, parts_[part_], row);
        rows_ += page.size();
        if (page.size() == rows_a_page) {
            last_ = std::move(page.back());
            return piece;
        }
        ++part_;
        last_.reset();
    }
    if (piece.empty()) return std::nullopt;
    return piece;
}

}  // namespace gateway::admin::transfer
