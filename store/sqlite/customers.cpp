#include "store/sqlite/customers.hpp"

#include "store/sqlite/rows.hpp"

namespace store::sqlite {

std::optional<HeldCustomer> find_customer(Application& application, std::string const& id)
{
    auto rows = application.sql.find_customer(id);
    if (!rows.next()) return std::nullopt;
    return HeldCustomer{{id, to_customer_kind(rows.view(0)), rows.text(1), {}, rows.text(2)},
                        rows.number(3),
                        to_start(rows.view(4))};
}

HeldContacts contacts_of(Application& application, std::string const& id)
{
    HeldContacts held;
    for (auto rows = application.sql.contacts(id); rows.next();) {
        held.emplace(rows.text(0), HeldContact{rows.text(1), rows.number(2), rows.number(3),
                                               rows.number(4) != 0});
    }
    return held;
}

model::Refused unknown_customer(Application& application, std::string_view id)
{
    auto rows = application.sql.find_merged(id);
    auto detail = rows.next() ? "this customer was merged into " + rows.text(0)
                              : std::string{"no such customer"};
    return refused(model::Refused::Why::not_found, std::move(detail));
}

void touch_customer(Application& application, std::string_view id)
{
    application.touched.customers.emplace(id);
    for (auto rows = application.sql.contacts(id); rows.next();) {
        application.touched.addresses.insert(rows.text(0));
    }
}

}  // namespace store::sqlite
