// Files into a gateway that serves, and out of it again.
#include "tests/fakes/link.hpp"
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Imports : public AdminApi {
protected:
    Response bring_in(std::string const& body, std::string const& query = "",
                      std::string const& type = "text/csv")
    {
        return call("POST", "/api/v1/imports" + (query.empty() ? "" : "?" + query), body,
                    "operator-secret", {{"Content-Type", type}});
    }
    std::string address(std::string const& one) { return get("/api/v1/addresses/" + one).body; }
};

TEST_F(Imports, ARowIsToldByWhatItSays)
{
    auto const answer = bring_in(
        "id,name,phone,email,label,channel,covers,state,suppression\r\n"
        "c1,Ada,(415) 555-0100,ada@example.com,mobile,,,,\r\n"
        "c1,,,,,any,promotional,stop,\r\n"
        ",,+14155550101,,,sms,marketing,allow,\r\n"
        ",,,b@example.com,,email,,,complaint\r\n");

    EXPECT_EQ(answer.body, R"({"format":"optgate","rows":4,"changed":4,"unchanged":0,"refused":0,)"
                           R"("problems":[],"more_problems":0})");
    auto const customer = get("/api/v1/customers/c1").body;
    EXPECT_THAT(customer, HasSubstr("+14155550100"));
    EXPECT_THAT(customer, HasSubstr("ada@example.com"));
    EXPECT_THAT(customer, HasSubstr(R"("covers":"promotional","state":"stop")"));
    EXPECT_THAT(address("+14155550101"), HasSubstr(R"("covers":"marketing","state":"allow")"));
    EXPECT_THAT(address("b@example.com"), HasSubstr("complaint"));
}

TEST_F(Imports, AChangeGoesToEachAddressOfTheRowThatItsChannelReaches)
{
    auto const answer = bring_in(
        "phone,email,channel,covers,state,suppression\n"
        "+14155550100,a@example.com,email,any,stop,\n"
        "+14155550101,b@example.com,sms,,,do_not_contact\n"
        "+14155550102,c@example.com,any,marketing,stop,\n");

    EXPECT_THAT(answer.body, HasSubstr(R"("rows":3,"changed":4,"unchanged":0,"refused":0)"));
    EXPECT_THAT(address("a@example.com"), HasSubstr(R"("state":"stop")"));
    EXPECT_THAT(address("+14155550100"), Not(HasSubstr(R"("state":"stop")")));
    EXPECT_THAT(address("+14155550101"), HasSubstr("do_not_contact"));
    EXPECT_THAT(address("b@example.com"), Not(HasSubstr("do_not_contact")));
    EXPECT_THAT(address("+14155550102"), HasSubstr(R"("state":"stop")"));
    EXPECT_THAT(address("c@example.com"), HasSubstr(R"("state":"stop")"));
}

TEST_F(Imports, AChangeThatReachesNoAddressOfItsRowIsRefused)
{
    auto const answer = bring_in(
        "email,channel,covers,state,suppression\n"
        "a@example.com,sms,any,stop,\n"
        "viber:abc=,rcs,,,complaint\n"
        "viber:abc=,viber,,,complaint\n");

    EXPECT_THAT(answer.body, HasSubstr(R"("changed":1,"unchanged":0,"refused":2)"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 2, column \"email\")"));
    EXPECT_THAT(answer.body, HasSubstr("is no address that sms messages reach"));
    EXPECT_THAT(address("a@example.com"), Not(HasSubstr(R"("state":"stop")")));
}

TEST_F(Imports, TwoColumnsForOneThingAreRefusedUnlessOneIsChosen)
{
    std::string const file =
        "E-Mail,email_address,channel,covers,state\na@example.com,b@example.com,email,any,stop\n";

    auto const refused = bring_in(file);
    auto const chosen = bring_in(file, "columns=email=email_address");
    auto const members = bring_in(
        "{\"phone\":\"+14155550100\",\"mobile\":\"+14155550101\",\"channel\":\"sms\","
        "\"covers\":\"any\",\"state\":\"stop\"}\n",
        "", "application/x-ndjson");

    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(refused.body,
                HasSubstr(R"(the columns \"E-Mail\" and \"email_address\" both mean email)"));
    EXPECT_EQ(bring_in("email,email\na@example.com,\n").status, 422U);
    EXPECT_THAT(chosen.body, HasSubstr(R"("changed":1)"));
    EXPECT_THAT(address("b@example.com"), HasSubstr(R"("state":"stop")"));
    EXPECT_THAT(members.body, HasSubstr(R"("changed":0,"unchanged":0,"refused":1)"));
    EXPECT_THAT(members.body, HasSubstr(R"(the members \"phone\" and \"mobile\" both mean phone)"));
}

TEST_F(Imports, TheSameFileAgainChangesNothing)
{
    std::string const file = "customer,address,label\nc1,+14155550100,mobile\nc2,+14155550101,\n";
    bring_in(file);

    auto const again = bring_in(file);

    EXPECT_THAT(again.body, HasSubstr(R"("rows":2,"changed":0,"unchanged":2,"refused":0)"));
}

TEST_F(Imports, ABadRowIsToldWithLineAndColumnAndStopsNoOther)
{
    auto const answer = bring_in(
        "address,channel,covers,state,name\n"
        "+14155550100,sms,spam,stop,\n"
        "12,sms,any,stop,\n"
        "+14155550101,fax,any,stop,\n"
        "+14155550102,sms,any,maybe,\n"
        "+14155550103,sms,any,stop,\xE4\n"
        "+14155550104,sms,any,stop,x,y\n"
        "+14155550105,sms,stream:nowhere,stop,\n"
        "+14155550199,sms,any,stop,\n");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_THAT(answer.body, HasSubstr(R"("rows":8,"changed":1,"unchanged":0,"refused":7)"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 2, column \"covers\")"));
    EXPECT_THAT(answer.body, HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 3, column \"address\")"));
    EXPECT_THAT(answer.body, HasSubstr("read: 12"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 4, column \"channel\")"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 5, column \"state\")"));
    EXPECT_THAT(answer.body, HasSubstr("line 6, column 27"));
    EXPECT_THAT(answer.body, HasSubstr("not UTF-8"));
    EXPECT_THAT(answer.body, HasSubstr("has 6 cells, the header 5"));
    EXPECT_THAT(answer.body, HasSubstr("campaign or workflow"));
    EXPECT_THAT(address("+14155550199"), HasSubstr(R"("state":"stop")"));
}

TEST_F(Imports, AFileThatCantBeReadSaysWhichColumnIsMissing)
{
    auto const missing = bring_in("a,b\n1,2\n");
    auto const mapped = bring_in("a,b\n1,2\n", "columns=address=Telefon");
    auto const utf16 = bring_in(std::string("\xFF\xFE\x61\0", 4));
    auto const unknown = bring_in("address\n", "format=mailchimp");
    auto const columns = bring_in("address\n", "columns=telephone=a");
    auto const type = bring_in("x", "", "application/pdf");

    EXPECT_EQ(missing.status, 422U);
    EXPECT_THAT(missing.body,
                HasSubstr("there is no column for customer, address, phone or email; the columns "
                          "are a and b (columns=field=name says which is which)"));
    EXPECT_THAT(missing.body, HasSubstr("line 1, column 1"));
    EXPECT_THAT(mapped.body, HasSubstr(R"(there is no column \"Telefon\")"));
    EXPECT_THAT(utf16.body, HasSubstr("UTF-16"));
    EXPECT_THAT(unknown.body, HasSubstr("twilio_opt_outs"));
    EXPECT_EQ(columns.status, 422U);
    EXPECT_EQ(type.status, 415U);
    EXPECT_EQ(bring_in("address\n", "frmat=optgate").status, 400U);
    EXPECT_EQ(call("POST", "/api/v1/imports", "address\n", "viewer-secret",
                   {{"Content-Type", "text/csv"}})
                  .status,
              403U);
}

TEST_F(Imports, NoProblemRepeatsALongTextWhole)
{
    auto const column = bring_in(std::string(100'000, 'a') + "\n1\n");
    auto const address =
        bring_in("address,channel,suppression\n" + std::string(100'000, '1') + ",sms,complaint\n");
    std::string many = "a";
    for (int i = 0; i < 10'000; ++i)
        many += ",b";
    auto const columns = bring_in(many + "\n1\n");

    for (auto const& answer : {column, address, columns})
        EXPECT_LT(answer.body.size(), 1'000U);
    EXPECT_THAT(columns.body, HasSubstr("and 9971 more"));
}

TEST_F(Imports, ATimeMustBeOneAndNotLieAhead)
{
    auto const answer = bring_in(
        "address,channel,covers,state,evidence,at\n"
        "+14155550100,sms,any,stop,,2026-02-30\n"
        "+14155550101,sms,any,stop,,last week\n"
        "+14155550102,sms,any,stop,,2999-01-01\n"
        "+14155550103,sms,any,stop,,1443651141\n"
        "+14155550104,sms,any,stop,,2025-05-03 10:00:00\n"
        "+14155550105,sms,any,stop,,2025-05-03T10:00:00+02:00\n"
        "+14155550106,sms,any,stop,asked at 5 Main St,2025-05-03\n");
    auto const notes = [&](std::string const& one) {
        return get("/api/v1/addresses/" + one + "/notes").body;
    };

    EXPECT_THAT(answer.body, HasSubstr(R"("changed":4,"unchanged":0,"refused":3)"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 2, column \"at\")"));
    EXPECT_THAT(answer.body, HasSubstr("(read: last week)"));
    EXPECT_THAT(answer.body, HasSubstr("is in the future"));
    EXPECT_THAT(notes("+14155550103"), HasSubstr("at 2015-09-30T22:12:21.000Z"));
    EXPECT_THAT(notes("+14155550106"), HasSubstr("asked at 5 Main St; at 2025-05-03"));
}

TEST_F(Imports, ARefusalNamesTheAddressThatSomebodyElseOwns)
{
    bring_in("id,phone,email\nowner,+14155550100,ada@example.com\nc1,,\n");

    auto const contacts = bring_in(
        "record,id,phone,email\n"
        "contact,c1,+14155550101,ada@example.com\n"
        "customer,c2,+14155550100,bob@example.com\n"
        "customer,c3,+14155550103,ada@example.com\n");
    auto const listed = bring_in(
        R"({"customer":"c4","email":"c@example.com","contacts":["+14155550104","+14155550100"]})",
        "", "application/x-ndjson");

    EXPECT_THAT(contacts.body, HasSubstr(R"("changed":1,"unchanged":0,"refused":3)"));
    EXPECT_THAT(contacts.body, HasSubstr(R"("where":"line 2","detail":"the customer owner already )"
                                         R"(owns the row's email")"));
    EXPECT_THAT(contacts.body, HasSubstr("owns the row's phone"));
    EXPECT_THAT(contacts.body, HasSubstr(R"("where":"line 4","detail":"the customer owner already )"
                                         R"(owns the row's email")"));
    EXPECT_THAT(get("/api/v1/customers/c1").body, HasSubstr("+14155550101"));
    EXPECT_EQ(get("/api/v1/customers/c3").status, 404U) << "a customer comes whole or not at all";
    EXPECT_THAT(listed.body, HasSubstr("owns the row's contact 2"));
}

TEST_F(Imports, WordsAreReadWhateverTheirCaseAndTheBlanksAroundThem)
{
    auto const answer = bring_in(
        "record,id,kind,start,address,channel,covers,state,suppression,at\n"
        "Customer,c1, Location ,BOTH,,,,,,\n"
        "Preference,,,,+14155550100, SMS,Marketing ,Stop,,2025-05-03 \n"
        " ,,,,+14155550101,Any, , ,Do_Not_Contact,\n");

    EXPECT_THAT(answer.body, HasSubstr(R"("changed":3,"unchanged":0,"refused":0)"));
    EXPECT_THAT(get("/api/v1/customers/c1").body, HasSubstr(R"("kind":"location")"));
    EXPECT_THAT(address("+14155550100"),
                HasSubstr(R"("channel":"sms","covers":"marketing","state":"stop")"));
    EXPECT_THAT(address("+14155550101"), HasSubstr("do_not_contact"));
}

TEST_F(Imports, NobodysOwnOptOutIsUndone)
{
    put("/api/v1/addresses/+14155550100/preferences",
        R"({"channel":"sms","covers":"any","state":"stop","source":"reply"})");
    put("/api/v1/addresses/+14155550101/preferences",
        R"({"channel":"sms","covers":"any","state":"stop"})");

    auto const answer = bring_in(
        "address,channel,covers,state,source,evidence\n"
        "+14155550100,sms,any,allow,web,they said so\n"
        "+14155550100,sms,any,allow,,they said so\n"
        "+14155550101,sms,any,allow,web,\n"
        "+14155550101,sms,any,allow,phone,\"asked on the phone, 3 May\"\n");

    EXPECT_THAT(answer.body, HasSubstr(R"("changed":1,"unchanged":0,"refused":3)"));
    EXPECT_THAT(answer.body, HasSubstr("an import never takes it back"));
    EXPECT_THAT(answer.body, HasSubstr("only with evidence"));
    EXPECT_THAT(address("+14155550100"), HasSubstr(R"("state":"stop")"));
    EXPECT_THAT(address("+14155550101"), HasSubstr(R"("state":"allow")"));
}

TEST_F(Imports, JsonContactsAreListedAsInTheApi)
{
    auto const answer = bring_in(
        R"({"customer":"c1","contacts":[{"address":"+14155550100","label":"mobile"},)"
        R"({"address":"ada@example.com","label":null},"+14155550101",14155550102],"other":[{}]})"
        "\n"
        R"({"record":"contact","customer":"c1","contacts":[{"address":"+14155550103"}]})"
        "\n"
        R"({"customer":"c2","contacts":[{"address":"+14155550104"},{"address":"12"}]})"
        "\n"
        R"({"customer":"c3","contacts":[{"label":"mobile"}]})"
        "\n",
        "", "application/x-ndjson");

    EXPECT_THAT(answer.body, HasSubstr(R"("rows":4,"changed":2,"unchanged":0,"refused":2)"));
    EXPECT_THAT(answer.body, HasSubstr(R"(line 3, member \"contacts\")"));
    EXPECT_THAT(answer.body, HasSubstr("address of contact 2: "));
    EXPECT_THAT(answer.body, HasSubstr("address of contact 1: is missing"));
    auto const customer = get("/api/v1/customers/c1").body;
    EXPECT_THAT(customer, HasSubstr(R"({"address":"+14155550100","label":"mobile")"));
    for (auto const* address : {"ada@example.com", "+14155550101", "+14155550102", "+14155550103"})
        EXPECT_THAT(customer, HasSubstr(address));
    EXPECT_EQ(get("/api/v1/customers/c2").status, 404U);
}

TEST_F(Imports, LongEvidenceEndsWhereACharacterEnds)
{
    std::string evidence = "xy";  // 4,096 bytes end within a character
    while (evidence.size() < 5'000)
        evidence += "\u20AC";

    bring_in("address,channel,covers,state,evidence\n+14155550100,sms,any,stop," + evidence + "\n");

    auto const notes = get("/api/v1/addresses/+14155550100/notes");
    EXPECT_EQ(notes.status, 200U);
    EXPECT_THAT(notes.body, HasSubstr(evidence.substr(0, 4'094)));
    EXPECT_THAT(notes.body, Not(HasSubstr(evidence.substr(0, 4'095))));
}

TEST_F(Imports, JsonLinesListsAndAProvidersDocument)
{
    auto const lines = bring_in(
        "{\"customer\":\"c1\",\"name\":\"Ada\"}\nnonsense\n"
        "{\"record\":\"contact\",\"customer\":\"c1\",\"address\":\"+14155550100\"}\n",
        "", "application/x-ndjson");
    auto const document = bring_in(
        R"({"Suppressions":[{"EmailAddress":"a@example.com","SuppressionReason":"HardBounce",
                   "Origin":"Recipient","CreatedAt":"2019-12-10T08:58:33-05:00"},
                  {"EmailAddress":"b@example.com","SuppressionReason":"ManualSuppression",
                   "Origin":"Recipient","CreatedAt":"2019-12-10T08:58:33-05:00"},
                  {"EmailAddress":"c@example.com","SuppressionReason":"ManualSuppression",
                   "Origin":"Customer","CreatedAt":"2019-12-10T08:58:33-05:00"}]})",
        "format=postmark_suppressions", "application/json");
    auto const list =
        bring_in(R"(["a@example.com","d@example.com"])",
                 "format=sendgrid_group_unsubscribes&covers=newsletter", "application/json");

    EXPECT_THAT(lines.body, HasSubstr(R"("rows":3,"changed":2,"unchanged":0,"refused":1)"));
    EXPECT_THAT(lines.body, HasSubstr("line 2, column 1"));
    EXPECT_THAT(document.body, HasSubstr(R"("changed":3)")) << document.body;
    EXPECT_THAT(address("a@example.com"), HasSubstr("hard_bounce"));
    EXPECT_THAT(address("b@example.com"), HasSubstr(R"("covers":"promotional","state":"stop")"));
    EXPECT_THAT(address("c@example.com"), HasSubstr("do_not_contact"));
    EXPECT_THAT(list.body, HasSubstr(R"("changed":2)")) << list.body;
    EXPECT_THAT(get("/api/v1/addresses/a@example.com/notes").body,
                HasSubstr("Evidence: Postmark suppressions: Recipient: HardBounce; at 2019-12-10"));
}

TEST_F(Imports, EveryProvidersListIsRead)
{
    struct List {
        char const* format;
        char const* rows;
        char const* address;
        char const* recorded;
    };
    std::array const lists{
        List{"twilio_opt_outs",
             "contact_id,sender_id,status,date_of_consent\n"
             "+14155550100,MG01,opt-out,2025-02-28T10:05:27Z\n",
             "+14155550100", R"("channel":"sms","suppression":"stop_reply","sender":"MG01")"},
        List{"sendgrid_global_unsubscribes", "email,created\na1@example.com,1443651141\n",
             "a1@example.com", R"("channel":"email","covers":"any","state":"stop")"},
        List{"sendgrid_group_unsubscribes",
             "email,group_id,group_name,created_at\na2@example.com,7,News,1443651141\n",
             "a2@example.com", R"("channel":"email","covers":"promotional","state":"stop")"},
        List{"sendgrid_bounces",
             "created,email,reason,status\n1443651141,a3@example.com,550 no such user,5.1.1\n",
             "a3@example.com", R"("suppression":"hard_bounce")"},
        List{"sendgrid_spam_reports", "created,email,ip\n1443651141,a4@example.com,192.0.2.1\n",
             "a4@example.com", R"("suppression":"complaint")"},
        List{"mailgun_unsubscribes", "address,tags,created_at\na5@example.com,*,x\n",
             "a5@example.com", R"("channel":"email","covers":"any","state":"stop")"},
        List{"mailgun_complaints", "address,created_at\na6@example.com,x\n", "a6@example.com",
             R"("suppression":"complaint")"},
        List{"mailgun_bounces", "address,code,error,created_at\na7@example.com,550,no mailbox,x\n",
             "a7@example.com", R"("suppression":"hard_bounce")"},
        List{"postmark_suppressions",
             "EmailAddress,SuppressionReason,Origin,CreatedAt\na8@example.com,SpamComplaint,"
             "Recipient,x\n",
             "a8@example.com", R"("suppression":"complaint")"},
        List{"ses_suppressed_destinations",
             "EmailAddress,Reason,LastUpdateTime\na9@example.com,BOUNCE,2020-04-10T21:03:05Z\n",
             "a9@example.com", R"("suppression":"hard_bounce")"},
    };

    for (auto const& list : lists) {
        auto const answer = bring_in(list.rows, std::string{"format="} + list.format);
        EXPECT_THAT(answer.body, HasSubstr(R"("rows":1,"changed":1)")) << answer.body;
        EXPECT_THAT(address(list.address), HasSubstr(list.recorded)) << list.format;
    }
    EXPECT_THAT(
        bring_in("number\n+14155550109\n", "format=twilio_opt_outs&columns=address=number").body,
        HasSubstr(R"("changed":1)"));
}

TEST_F(Imports, ExportSpeaksCsvAndJsonLines)
{
    bring_in("id,name,address,label\nc1,=1+1,+14155550100,mobile\n");
    bring_in("address,channel,suppression,source\nb@example.com,any,complaint,complaint\n");

    auto const lines = get("/api/v1/export");
    auto const csv = call("GET", "/api/v1/export?what=suppressions", "", "operator-secret",
                          {{"Accept", "text/csv"}});

    EXPECT_THAT(lines.header("content-type"), StartsWith("application/x-ndjson"));
    EXPECT_THAT(lines.body, StartsWith(R"({"record":"customer","customer":"c1","kind":"customer",)"
                                       R"("name":"=1+1","start":"both"})"));
    EXPECT_THAT(lines.body, HasSubstr(R"({"record":"contact","customer":"c1",)"
                                      R"("address":"+14155550100","label":"mobile"})"));
    EXPECT_THAT(csv.body, StartsWith("record,address,channel,suppression,sender,source,evidence,at"
                                     "\r\nsuppression,b@example.com,any,complaint,,complaint,,20"));
    EXPECT_EQ(get("/api/v1/export?what=all", "viewer-secret").status, 403U);
    EXPECT_EQ(get("/api/v1/export?what=tokens").status, 422U);
}

constexpr int many = 6'000;  // several commits of an import

std::string many_stops()
{
    std::string file = "address,channel,covers,state\n";
    for (int i = 0; i < many; ++i)
        file += "+1415" + std::to_string(5'000'000 + i) + ",sms,any,stop\n";
    return file;
}

TEST_F(Imports, AConnectionThatBreaksOffLeavesWholeRowsAndTheFileCanBeSentAgain)
{
    auto const file = many_stops();
    auto const broken = Link::to(port());
    ASSERT_TRUE(broken->send(
        "POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
        "Authorization: Bearer operator-secret\r\nContent-Length: " +
        std::to_string(file.size()) + "\r\n\r\n" + file.substr(0, file.size() * 2 / 3 + 5)));
    std::string const in_the_first_commit = "+14155000000";
    while (address(in_the_first_commit).find("stop") == std::string::npos)
        std::this_thread::yield();
    broken->reset();

    auto const again = bring_in(file).json().as_object();

    EXPECT_EQ(again.at("rows"), many);
    EXPECT_EQ(again.at("refused"), 0);
    EXPECT_GT(again.at("unchanged").as_int64(), 0);
    EXPECT_GT(again.at("changed").as_int64(), 0);
    EXPECT_EQ(again.at("changed").as_int64() + again.at("unchanged").as_int64(), many);
    EXPECT_THAT(bring_in(file).body, HasSubstr(R"("changed":0,"unchanged":6000)"));
}

}  // namespace
}  // namespace tests
