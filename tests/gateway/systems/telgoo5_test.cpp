// Telgoo5: per customer four switches, Stop Promotional SMS / Promotional Email / Transactional SMS / Transactional Email;
// each at any time, each independent; a note confirms each change; a campaign excludes those who opted out beforehand.
#include "tests/gateway/systems/system.hpp"

namespace tests {
namespace {

struct Telgoo5 : System {
    Telgoo5() : System{""} {}
};

Did ada()
{
    return customer("{c}", contact("{phone}", "mobile") + "," + contact("{mail}", "home"));
}

std::string const withdrawn = "consent_withdrawn";

/// The four messages, and which of them the switches keep back.
std::vector<Becomes> four(bool promotional_sms, bool promotional_email, bool transactional_sms,
                          bool transactional_email)
{
    auto const reason = [](bool stopped) { return stopped ? withdrawn : ""; };
    return {{"{phone}", "marketing", reason(promotional_sms)},
            {"{mail}", "marketing", reason(promotional_email)},
            {"{phone}", "billing", reason(transactional_sms)},
            {"{mail}", "billing", reason(transactional_email)}};
}

Did stop(std::string const& channel, std::string const& kind)
{
    return prefers("{c}", channel, kind, "stop");
}
Did allow(std::string const& channel, std::string const& kind)
{
    return prefers("{c}", channel, kind, "allow");
}
Did note(std::string const& says)
{
    return {"GET", "customers/{c}/notes", "", 200, says};
}

std::vector<Row> rows()
{
    return {
        {"NoSwitchSet", {ada()}, four(false, false, false, false)},
        {"StopPromotionalSms",
         {ada(), stop("sms", "promotional")},
         four(true, false, false, false)},
        {"StopPromotionalEmail",
         {ada(), stop("email", "promotional")},
         four(false, true, false, false)},
        {"StopTransactionalSms",
         {ada(), stop("sms", "transactional")},
         four(false, false, true, false)},
        {"StopTransactionalEmail",
         {ada(), stop("email", "transactional")},
         four(false, false, false, true)},
        {"AllFourAtOnce",
         {ada(), stop("sms", "promotional"), stop("email", "promotional"),
          stop("sms", "transactional"), stop("email", "transactional")},
         four(true, true, true, true)},
        {"EachIsTakenBackByItself",
         {ada(), stop("sms", "promotional"), stop("email", "promotional"),
          allow("sms", "promotional")},
         four(false, true, false, false)},
        {"ASwitchIsOfTheCustomerNotOfOneNumber",
         {customer("{c}", contact("{phone}", "mobile") + "," + contact("{phone2}", "work")),
          stop("sms", "promotional")},
         {{"{phone}", "marketing", withdrawn}, {"{phone2}", "marketing", withdrawn}}},
        {"AnyPromotionalCategoryCounts",
         {ada(), stop("sms", "promotional")},
         {{"{phone}", "survey", withdrawn}, {"{phone}", "one_time_code", ""}}},
        {"ANoteConfirmsEachChange",
         {ada(), stop("sms", "promotional"), allow("sms", "promotional")},
         {},
         {note("Promotional SMS stopped for customer {c}"),
          note("Promotional SMS allowed for customer {c}")}},
        {"ACampaignsListLosesThemBeforehand",
         {ada(), stop("sms", "promotional")},
         {},
         {{"POST", "lists/prune",
           R"({"channel":"sms","category":"marketing","recipients":["{phone}","{phone2}"]})", 200,
           R"("kept":["{phone2}"])"},
          {"POST", "lists/prune",
           R"({"channel":"sms","category":"marketing","recipients":["{phone}","{phone2}"]})", 200,
           R"("reason":"consent_withdrawn")"}}},
    };
}

TEST_P(Telgoo5, FourSwitches)
{
    run(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Row, Telgoo5, testing::ValuesIn(rows()), name_of_row);

}  // namespace
}  // namespace tests
