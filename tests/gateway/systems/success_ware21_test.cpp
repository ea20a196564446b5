// SuccessWare21: preferences per service location and per billing account; communication classes, each opt-out or opt-in;
// carbon-copy synchronisation between a location and its billing account, both ways; `marketing` and `survey` used to
// prune lists; prune an existing list by a class's rule; a report of preferences.
#include "tests/gateway/systems/system.hpp"

namespace tests {
namespace {

struct SuccessWare21 : System {
    SuccessWare21() : System{"[categories.survey]\nkind = \"promotional\"\nconsent = \"opt_in\"\n"}
    {
    }
};

std::string const withdrawn = "consent_withdrawn";

Did account()
{
    return {"PUT", "customers/{d}",
            R"({"kind":"billing_account","name":"Office","contacts":[)" +
                contact("{phone2}", "work") + "]}"};
}
Did location(std::string const& copy_of = "null")
{
    return {"PUT", "customers/{c}",
            R"({"kind":"location","name":"House","contacts":[)" + contact("{phone}", "home") +
                R"(],"carbon_copy_of":)" + copy_of + "}"};
}
std::string const of_account = R"("{d}")";

Did prune(std::string const& category, std::string const& kept)
{
    return {"POST", "lists/prune",
            R"({"channel":"sms","category":")" + category +
                R"(","recipients":["{phone}","{phone2}","{home}"]})",
            200, R"("kept":[)" + kept + "]"};
}

std::vector<Row> rows()
{
    return {
        {"LocationAndAccountChooseApart",
         {account(), location(), prefers("{c}", "sms", "marketing", "stop")},
         {{"{phone}", "marketing", withdrawn}, {"{phone2}", "marketing", ""}}},
        {"AClassMayBeOptOutOrOptIn",
         {account(), location(), prefers("{c}", "sms", "survey", "allow")},
         {{"{phone}", "survey", ""},
          {"{phone2}", "survey", "opt_in_missing"},
          {"{phone2}", "marketing", ""}}},
        {"ACarbonCopyFollowsItsAccount",
         {account(), location(of_account), prefers("{d}", "sms", "marketing", "stop")},
         {{"{phone}", "marketing", withdrawn}, {"{phone2}", "marketing", withdrawn}}},
        {"AndTheAccountItsCarbonCopy",
         {account(), location(of_account), prefers("{c}", "sms", "billing", "stop")},
         {{"{phone}", "billing", withdrawn}, {"{phone2}", "billing", withdrawn}}},
        {"AnOptInIsCopiedToo",
         {account(), location(of_account), prefers("{c}", "sms", "survey", "allow")},
         {{"{phone}", "survey", ""}, {"{phone2}", "survey", ""}}},
        {"AtLinkTimeTheStricterWins",
         {account(), location(), prefers("{c}", "sms", "marketing", "stop"),
          prefers("{d}", "sms", "marketing", "allow"), location(of_account)},
         {{"{phone}", "marketing", withdrawn}, {"{phone2}", "marketing", withdrawn}}},
        {"UnlinkingKeepsWhatWas",
         {account(), location(of_account), prefers("{d}", "sms", "marketing", "stop"), location(),
          prefers("{d}", "sms", "marketing", "allow")},
         {{"{phone}", "marketing", withdrawn}, {"{phone2}", "marketing", ""}}},
        {"ALinkThatClosesALoopIsRefused",
         {account(),
          location(of_account),
          {"PUT", "customers/{d}",
           R"({"kind":"billing_account","name":"Office","contacts":[],"carbon_copy_of":"{c}"})",
           422}},
         {}},
        {"AnExistingListIsPrunedByTheClassesRule",
         {account(), location(), prefers("{c}", "sms", "marketing", "stop"),
          prefers("{d}", "sms", "survey", "allow")},
         {},
         {prune("marketing", R"("{phone2}","{home}")"), prune("survey", R"("{phone2}")")}},
        {"TheHistorySaysWhoseCarbonCopyItWas",
         {account(), location(of_account), prefers("{d}", "sms", "marketing", "stop")},
         {},
         {{"GET", "customers/{c}/notes", "", 200, "Carbon copy of customer"}}},
    };
}

TEST_P(SuccessWare21, ClassesAndCarbonCopies)
{
    run(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Row, SuccessWare21, testing::ValuesIn(rows()), name_of_row);

}  // namespace
}  // namespace tests
