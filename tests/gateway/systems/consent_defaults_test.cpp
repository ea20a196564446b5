// Consent defaults: "new customers consent by default" apart for phone channels (WhatsApp, Viber, SMS) and e-mail; where
// off, consent per channel by hand on each profile; preventing a second customer with the same phone or address, and
// finding and merging existing duplicates.
#include "tests/gateway/systems/system.hpp"

namespace tests {
namespace {

struct ConsentDefaults : System {
    ConsentDefaults() : System{"[consent]\nphone_default = false\nemail_default = true\n"} {}
};
struct ConsentDefaultsOfMail : System {
    ConsentDefaultsOfMail() : System{"[consent]\nphone_default = true\nemail_default = false\n"} {}
};
struct DuplicatesAllowed : System {
    DuplicatesAllowed() : System{"[consent]\nprevent_duplicates = false\n"} {}
};

std::string const missing = "consent_missing";

Did ada(std::string const& id = "{c}")
{
    return customer(id, contact("{home}", "home") + "," + contact("{mail}", "home"));
}

std::vector<Row> phone_off()
{
    return {
        {"NothingGoesToANewCustomersPhone",
         {ada()},
         {{"{home}", "marketing", missing},
          {"{home}", "billing", missing},
          {"whatsapp:{home}", "marketing", missing},
          {"{mail}", "marketing", ""}}},
        {"ConsentIsGivenPerChannelByHand",
         {ada(), prefers("{c}", "sms", "any", "allow")},
         {{"{home}", "marketing", ""}, {"whatsapp:{home}", "marketing", missing}}},
        {"AndForAnotherChannel",
         {ada(), prefers("{c}", "whatsapp", "any", "allow")},
         {{"whatsapp:{home}", "marketing", ""}, {"{home}", "marketing", missing}}},
        {"WhatTheyStartWithIsOnRecord",
         {ada()},
         {},
         {{"GET", "customers/{c}/notes", "", 200, R"("source":"default")"}}},
        {"ASecondCustomerWithTheSameAddressInAnySpellingIsRefused",
         {ada(),
          {"PUT", "customers/{d}",
           R"({"kind":"customer","name":"Bob","contacts":[{"address":"(415) 555-0102","label":"home"}]})",
           409, "{c}"},
          {"PUT", "customers/{d}",
           R"({"kind":"customer","name":"Bob","contacts":[{"address":"ada@EXAMPLE.com","label":"home"}]})",
           409, "{c}"}},
         {}},
    };
}

std::vector<Row> mail_off()
{
    return {
        {"NothingGoesByMailAndAllByPhone",
         {ada()},
         {{"{mail}", "marketing", missing},
          {"{mail}", "billing", missing},
          {"{home}", "marketing", ""}}},
        {"ConsentByHandOpensMail",
         {ada(), prefers("{c}", "email", "any", "allow")},
         {{"{mail}", "marketing", ""}}},
    };
}

std::vector<Row> duplicates()
{
    Did const merge{"POST", "customers/{c}/merge", R"({"from":"{d}"})"};
    return {
        {"ASecondCustomerMayHaveTheAddress", {ada(), ada("{d}")}, {{"{home}", "marketing", ""}}},
        {"DuplicatesAreFound",
         {ada(), ada("{d}")},
         {},
         {{"GET", "duplicates", "", 200, "{home}"}, {"GET", "duplicates", "", 200, "{mail}"}}},
        {"MergingKeepsTheStricter",
         {ada(), ada("{d}"), prefers("{d}", "sms", "marketing", "stop"),
          prefers("{c}", "sms", "marketing", "allow"), merge},
         {{"{home}", "marketing", "consent_withdrawn"}, {"{home}", "billing", ""}},
         {{"GET", "customers/{d}", "", 404, "{c}"},
          {"GET", "customers/{c}/notes", "", 200, "{d}"},
          {"GET", "duplicates", "", 200, R"("items":[])"}}},
    };
}

TEST_P(ConsentDefaults, OffForPhones)
{
    run(GetParam());
}
TEST_P(ConsentDefaultsOfMail, OffForMail)
{
    run(GetParam());
}
TEST_P(DuplicatesAllowed, AreMerged)
{
    run(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Row, ConsentDefaults, testing::ValuesIn(phone_off()), name_of_row);
INSTANTIATE_TEST_SUITE_P(Row, ConsentDefaultsOfMail, testing::ValuesIn(mail_off()), name_of_row);
INSTANTIATE_TEST_SUITE_P(Row, DuplicatesAllowed, testing::ValuesIn(duplicates()), name_of_row);

}  // namespace
}  // namespace tests
