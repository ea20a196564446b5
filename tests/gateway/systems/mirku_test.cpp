// Mirku's opt-out toggles: per customer Email, SMS, Two-Way SMS, Workflows. A STOP reply turns SMS and two-way off; an
// unsubscribe mail turns Email off; staff may flip one alone; SMS off also stops workflow, custom, autoresponder and quick
// SMS; Workflows off stops only workflow messages, on every channel; after a recipient's own opt-out only explicit
// permission opts in again.
//
// The one setting: two-way texts are a switch of their own. A toggle is then
//   Email      {"channel":"email","covers":"any"}            SMS        {"channel":"sms","covers":"any"}
//   Two-Way    {"channel":"sms","covers":"stream:two_way"}   Workflows  {"channel":"any","covers":"stream:workflow"}
#include "tests/gateway/systems/system.hpp"

namespace tests {
namespace {

struct Mirku : System {
    Mirku() : System{"[streams]\nown_switch = [\"two_way\"]\n"} {}
};

Did ada()
{
    return customer("{c}", contact("{phone}", "mobile") + "," + contact("{mail}", "home"));
}

std::string const withdrawn = "consent_withdrawn";
std::string const evidence = R"(,"evidence":"asked on the phone, 3 May, call 4711")";

Did email(std::string const& state, std::string const& more = "", unsigned status = 0)
{
    return prefers("{c}", "email", "any", state, more, status);
}
Did sms(std::string const& state, std::string const& more = "", unsigned status = 0)
{
    return prefers("{c}", "sms", "any", state, more, status);
}
Did two_way(std::string const& state, std::string const& more = "", unsigned status = 0)
{
    return prefers("{c}", "sms", "stream:two_way", state, more, status);
}
Did workflows(std::string const& state)
{
    return prefers("{c}", "any", "stream:workflow", state);
}

/// SMS of every stream but two_way.
std::vector<Becomes> one_way_sms(std::string const& reason)
{
    std::vector<Becomes> all;
    for (auto const* stream : {"", "campaign", "workflow", "custom", "autoresponder", "quick"})
        all.push_back({"{phone}", "service", reason, stream});
    return all;
}
Becomes two_way_sms(std::string const& reason)
{
    return {"{phone}", "conversation", reason, "two_way"};
}
Becomes mail(std::string const& reason, std::string const& stream = "")
{
    return {"{mail}", "service", reason, stream};
}

std::vector<Becomes> all_of(std::vector<Becomes> first, std::vector<Becomes> const& more)
{
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

Did lift(unsigned status, std::string const& more = "")
{
    return {"DELETE", "addresses/{phone%}/suppressions",
            R"({"channel":"sms","suppression":"stop_reply")" + more + "}", status};
}

std::vector<Row> rows()
{
    return {
        {"AllOn",
         {ada()},
         all_of(one_way_sms(""), {two_way_sms(""), mail(""), mail("", "workflow")})},
        {"SmsOffStopsEveryOneWayStream",
         {ada(), sms("stop")},
         all_of(one_way_sms(withdrawn), {two_way_sms(""), mail("")})},
        {"TwoWayOffStopsNothingElse",
         {ada(), two_way("stop")},
         all_of(one_way_sms(""), {two_way_sms(withdrawn), mail("")})},
        {"WorkflowsOffStopsOnlyThemOnEveryChannel",
         {ada(), workflows("stop")},
         {{"{phone}", "service", withdrawn, "workflow"},
          mail(withdrawn, "workflow"),
          {"{phone}", "service", "", "campaign"},
          {"{phone}", "service", "", "quick"},
          mail(""),
          two_way_sms("")}},
        {"AStopReplyTurnsSmsAndTwoWayOff",
         {ada(), replies_stop("{phone%}")},
         all_of(one_way_sms("stop_reply"), {two_way_sms("stop_reply"), mail("")})},
        {"AnUnsubscribeMailTurnsEmailOff",
         {ada(), email("stop", R"(,"source":"unsubscribe")")},
         all_of(one_way_sms(""), {mail(withdrawn), mail(withdrawn, "workflow"), two_way_sms("")})},
        {"StaffMayFlipOneAlone",
         {ada(), sms("stop"), two_way("stop"), two_way("allow")},
         all_of(one_way_sms(withdrawn), {two_way_sms("")})},
        {"AfterAStopReplyOnlyExplicitPermissionOptsInAgain",
         {ada(), replies_stop("{phone%}"), lift(422), lift(200, evidence)},
         all_of(one_way_sms(""), {two_way_sms("")})},
        {"AfterAStopReplyStaffMayFlipOneAloneWithPermission",
         {ada(), replies_stop("{phone%}"), sms("stop"), lift(200, evidence)},
         all_of(one_way_sms(withdrawn), {two_way_sms("")})},
        {"AfterAnUnsubscribeOnlyExplicitPermissionOptsInAgain",
         {ada(), email("stop", R"(,"source":"unsubscribe")"), email("allow", "", 422)},
         {mail(withdrawn)}},
        {"WithPermissionEmailIsOnAgain",
         {ada(), email("stop", R"(,"source":"unsubscribe")"), email("allow", evidence)},
         {mail("")}},
        {"TheRecipientTakesItBackInPerson",
         {ada(), email("stop", R"(,"source":"unsubscribe")"),
          email("allow", R"(,"source":"preference_page")")},
         {mail("")}},
    };
}

TEST_P(Mirku, OptOutToggles)
{
    run(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Row, Mirku, testing::ValuesIn(rows()), name_of_row);

}  // namespace
}  // namespace tests
