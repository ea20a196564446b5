// gaiia: a mobile number entered opts in to service SMS; a number added later opts in then; removing or relabelling it
// opts out; staff can switch SMS off; marketing is not covered by that consent; a home number in the mobile field counts
// as mobile.
#include "tests/gateway/systems/system.hpp"

namespace tests {
namespace {

struct Gaiia : System {
    Gaiia()
        : System{
              "[categories.service]\nkind = \"transactional\"\nconsent = \"opt_in\"\n"
              "[categories.marketing]\nkind = \"promotional\"\nconsent = \"opt_in\"\n"}
    {
    }
};

std::string const missing = "opt_in_missing";

Did has(std::string const& contacts)
{
    return customer("{c}", contacts);
}

std::vector<Row> rows()
{
    auto const mobile = contact("{phone}", "mobile");
    return {
        {"AMobileNumberEnteredOptsInToServiceSms", {has(mobile)}, {{"{phone}", "service", ""}}},
        {"MarketingIsNotCovered", {has(mobile)}, {{"{phone}", "marketing", missing}}},
        {"AHomeNumberDoesNot", {has(contact("{home}", "home"))}, {{"{home}", "service", missing}}},
        {"AHomeNumberInTheMobileFieldCountsAsMobile",
         {has(contact("{home}", "mobile"))},
         {{"{home}", "service", ""}}},
        {"ANumberAddedLaterOptsInThen", {has(""), has(mobile)}, {{"{phone}", "service", ""}}},
        {"EachNumberByItself",
         {has(mobile + "," + contact("{phone2}", "mobile") + "," + contact("{home}", "home"))},
         {{"{phone}", "service", ""}, {"{phone2}", "service", ""}, {"{home}", "service", missing}}},
        {"RemovingItOptsOut", {has(mobile), has("")}, {{"{phone}", "service", missing}}},
        {"RelabellingItOptsOut",
         {has(mobile), has(contact("{phone}", "work"))},
         {{"{phone}", "service", missing}}},
        {"StaffCanSwitchSmsOff",
         {has(mobile), prefers("{c}", "sms", "any", "stop")},
         {{"{phone}", "service", "consent_withdrawn"}}},
        {"SwitchedOffItStaysOffWhenTheNumberComesBack",
         {has(mobile), prefers("{c}", "sms", "any", "stop"), has(""), has(mobile)},
         {{"{phone}", "service", "consent_withdrawn"}}},
        {"TheHistorySaysWhereTheConsentCameFrom",
         {has(mobile)},
         {},
         {{"GET", "customers/{c}/notes", "", 200, R"("source":"contact")"}}},
    };
}

TEST_P(Gaiia, MobileNumbers)
{
    run(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Row, Gaiia, testing::ValuesIn(rows()), name_of_row);

}  // namespace
}  // namespace tests
