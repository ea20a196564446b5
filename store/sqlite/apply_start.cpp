// store/sqlite/apply_start.cpp: what a customer's channels start with (`consent.phone_default`,
// `consent.email_default` as they were when it was new).
#include "store/ledger/note.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/choices.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

namespace store::sqlite {

std::int64_t append_start(Application& application, std::string const& customer,
                          MaybeStart const& before, model::Start const& start)
{
    model::Attribution const by{application.by.actor, "default", {}, application.by.at};
    Application settings{application.sql, by, application.touched, {}};
    auto const sequence = append(settings, {"start", customer, "", before ? to_json(*before) : "",
                                            to_json(start), note_of_start(customer, start, by)});
    application.entries.push_back(sequence);
    return sequence;
}

MaybeStart stricter(MaybeStart const& one, MaybeStart const& other)
{
    if (!one) return other;
    if (!other) return one;
    return model::Start{one->phone && other->phone, one->email && other->email};
}

bool put_start(Application& application, std::string const& customer, MaybeStart const& before,
               MaybeStart const& start)
{
    if (!start || before == start) return false;
    auto const sequence = append_start(application, customer, before, *start);
    application.sql.set_start.run(customer, to_column(start), sequence);
    touch_customer(application, customer);
    return true;
}

}  // namespace store::sqlite
