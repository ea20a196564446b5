// Customers and consent through the API: starts, labels, carbon copies, merging, renamed and retired names, and the dry
// run of a settings change.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
namespace js = boost::json;
using testing::HasSubstr;

struct ConsentApi : AdminApi {
    void use(std::function<void(gateway::Settings&)> const& differ)
    {
        auto settings = settings_;
        differ(settings);
        server_->use(std::make_shared<gateway::Settings const>(std::move(settings)));
    }
    std::string reason(std::string const& to, std::string const& category,
                       std::string const& more = "")
    {
        auto const channel = to.find('@') == to.npos ? "sms" : "email";
        js::object question{{"channel", channel}, {"to", js::array{to}}, {"category", category}};
        auto body = js::serialize(question);
        if (!more.empty()) body.insert(body.size() - 1, "," + more);
        return std::string{call("POST", "/api/v1/decisions", body)
                               .json()
                               .at_pointer("/verdicts/0/reason")
                               .as_string()};
    }
    js::value customer(std::string const& id) { return get("/api/v1/customers/" + id).json(); }
    Response prefer(std::string const& subject, std::string const& body)
    {
        return put("/api/v1/" + subject + "/preferences", body);
    }
    std::vector<std::string> notes(std::string const& id)
    {
        std::vector<std::string> notes;
        auto const document = get("/api/v1/customers/" + id + "/notes").json();
        for (auto const& item : document.at("items").as_array())
            notes.emplace_back(item.at("note").as_string());
        return notes;
    }
};

constexpr char const* stop_all_sms = R"({"channel":"sms","covers":"any","state":"stop"})";

using NewCustomer = ConsentApi;

TEST_F(NewCustomer, StartsWithWhatTheSettingsSayAndKeepsIt)
{
    use([](auto& settings) { settings.consent.phone_default = false; });
    put("/api/v1/customers/closed", R"({"contacts":[{"address":"+14155550100"}]})");
    use([](auto&) {});
    put("/api/v1/customers/open", R"({"contacts":[{"address":"+14155550101"}]})");

    EXPECT_EQ(customer("closed").at("start"), (js::value{{"phone", false}, {"email", true}}));
    EXPECT_EQ(reason("+14155550100", "billing"), "consent_missing");
    EXPECT_EQ(reason("+14155550101", "billing"), "allowed");
    use([](auto& settings) { settings.consent.phone_default = false; });
    EXPECT_EQ(reason("+14155550101", "billing"), "allowed");
    EXPECT_EQ(reason("+14155550102", "billing"), "consent_missing");
    EXPECT_EQ(reason("+14155550101", "newsletter"), "opt_in_missing");
}

TEST_F(NewCustomer, ConsentsPerChannelByHand)
{
    use([](auto& settings) { settings.consent.phone_default = false; });
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100"}]})");

    prefer("customers/c1", R"({"channel":"viber","covers":"any","state":"allow"})");

    auto const now = get("/api/v1/addresses/%2B14155550100").json().at("now").as_array();
    for (auto const& cell : now) {
        bool const open = cell.at("channel") == "viber" || cell.at("category") == "one_time_code";
        EXPECT_EQ(cell.at("verdict"), open ? "deliver" : "suppress") << js::serialize(cell);
    }
}

TEST_F(NewCustomer, HasItsPreferencesWithTheirSource)
{
    put("/api/v1/customers/c1", "{}");
    prefer("customers/c1",
           R"({"channel":"email","covers":"marketing","state":"stop","source":"web"})");

    auto const preference = customer("c1").at_pointer("/preferences/0");
    EXPECT_EQ(preference.at("covers"), "marketing");
    EXPECT_EQ(preference.at("source"), "web");
    EXPECT_EQ(preference.at("ledger"), 3);
}

using MobileLabel = ConsentApi;

TEST_F(MobileLabel, OptsInUntilItIsTakenAway)
{
    use([](auto& settings) {
        settings.consent.phone_default = false;
        settings.contact_rule = {{"mobile"}, {"billing"}};
    });
    auto const label = [&](std::string const& name) {
        put("/api/v1/customers/c1",
            R"({"contacts":[{"address":"+14155550100","label":")" + name + "\"}]}");
    };
    label("Mobile");
    EXPECT_EQ(reason("+14155550100", "billing"), "allowed");
    EXPECT_EQ(reason("+14155550100", "marketing"), "consent_missing");
    label("home");
    EXPECT_EQ(reason("+14155550100", "billing"), "consent_missing");
    label("mobile");
    prefer("customers/c1", stop_all_sms);
    EXPECT_EQ(reason("+14155550100", "billing"), "consent_withdrawn");
}

using CarbonCopies = ConsentApi;

TEST_F(CarbonCopies, ShareChoicesFromTheLinkOn)
{
    put("/api/v1/customers/b1",
        R"({"kind":"billing_account","contacts":[{"address":"b@x.example"}]})");
    prefer("customers/b1", R"({"channel":"email","covers":"marketing","state":"stop"})");

    auto const linked =
        put("/api/v1/customers/l1",
            R"({"kind":"location","contacts":[{"address":"l@x.example"}],"carbon_copy_of":"b1"})");

    EXPECT_EQ(linked.status, 201U);
    EXPECT_EQ(linked.json().at_pointer("/carbon_copies/0"), "b1");
    EXPECT_EQ(customer("b1").at_pointer("/carbon_copies/0"), "l1");
    EXPECT_EQ(reason("l@x.example", "marketing"), "consent_withdrawn");
    prefer("customers/l1", R"({"channel":"email","covers":"billing","state":"stop"})");
    EXPECT_EQ(reason("b@x.example", "billing"), "consent_withdrawn");
    EXPECT_THAT(notes("b1").back(), HasSubstr("Carbon copy of customer l1."));
}

TEST_F(CarbonCopies, ThatWouldGoInACircleOrNowhereAreRefused)
{
    put("/api/v1/customers/a", "{}");
    put("/api/v1/customers/b", R"({"carbon_copy_of":"a"})");

    EXPECT_EQ(put("/api/v1/customers/a", R"({"carbon_copy_of":"b"})").status, 422U);
    EXPECT_EQ(put("/api/v1/customers/a", R"({"carbon_copy_of":"a"})").status, 422U);
    auto const nowhere = put("/api/v1/customers/a", R"({"carbon_copy_of":"nobody"})");
    EXPECT_EQ(nowhere.status, 404U);
    EXPECT_THAT(nowhere.body, HasSubstr("carbon_copy_of: no such customer"));
}

TEST_F(CarbonCopies, AreRefusedReConsentTogether)
{
    put("/api/v1/customers/b1", "{}");
    put("/api/v1/customers/l1", R"({"carbon_copy_of":"b1"})");
    prefer("customers/l1", R"({"channel":"sms","covers":"any","state":"stop","source":"reply"})");
    std::string allow = R"({"channel":"sms","covers":"any","state":"allow"})";

    auto const refused = prefer("customers/b1", allow);
    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(refused.body, HasSubstr("evidence must tell what they said, where and when"));
    allow.insert(allow.size() - 1, R"(,"evidence":"called on 3 May: SMS again, please")");
    EXPECT_EQ(prefer("customers/b1", allow).status, 200U);
    EXPECT_EQ(customer("l1").at_pointer("/preferences/0/state"), "allow");
}

using DuplicatesApi = ConsentApi;

TEST_F(DuplicatesApi, AreListedInPagesAndMerged)
{
    use([](auto& settings) { settings.prevent_duplicates = false; });
    put("/api/v1/customers/c1",
        R"({"contacts":[{"address":"(415) 555-0100"},{"address":"Ann@Example.COM"}]})");
    put("/api/v1/customers/c2",
        R"({"contacts":[{"address":"+1 415 555 0100"},{"address":"ann@example.com"}]})");
    prefer("customers/c2", stop_all_sms);

    auto const first = get("/api/v1/duplicates?limit=1").json();
    EXPECT_EQ(first.at("items").as_array().size(), 1U);
    EXPECT_EQ(first.at_pointer("/items/0/address"), "+14155550100");
    EXPECT_EQ(first.at_pointer("/items/0/customers"), (js::array{"c1", "c2"}));
    std::string const next{first.at("next").as_string()};
    auto const second = get("/api/v1/duplicates?limit=1&cursor=" + next).json();
    EXPECT_EQ(second.at_pointer("/items/0/address"), "ann@example.com");
    EXPECT_TRUE(second.at("next").is_null());

    auto const merged = call("POST", "/api/v1/customers/c1/merge", R"({"from":"c2"})");

    EXPECT_EQ(merged.status, 200U);
    EXPECT_EQ(merged.json().at_pointer("/merged/0"), "c2");
    EXPECT_EQ(merged.json().at_pointer("/preferences/0/state"), "stop");
    EXPECT_TRUE(get("/api/v1/duplicates").json().at("items").as_array().empty());
    auto const gone = get("/api/v1/customers/c2");
    EXPECT_EQ(gone.status, 404U);
    EXPECT_EQ(gone.json().at("detail"), "this customer was merged into c1");
    EXPECT_THAT(notes("c1"), testing::Contains(HasSubstr("Customer c2 created by")));
}

TEST_F(DuplicatesApi, AreMaskedToViewersAndOnlyMergedByOperators)
{
    use([](auto& settings) { settings.prevent_duplicates = false; });
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100"}]})");
    put("/api/v1/customers/c2", R"({"contacts":[{"address":"+14155550100"}]})");

    EXPECT_EQ(get("/api/v1/duplicates", "viewer-secret").body.find("5550100"), std::string::npos);
    EXPECT_EQ(
        call("POST", "/api/v1/customers/c1/merge", R"({"from":"c2"})", "viewer-secret").status,
        403U);
    EXPECT_EQ(get("/api/v1/duplicates?cursor=999").status, 400U);
}

TEST_F(DuplicatesApi, ThatAreNobodyCanNotBeMerged)
{
    put("/api/v1/customers/c1", "{}");
    auto const merge = [&](std::string const& id, std::string const& body) {
        return call("POST", "/api/v1/customers/" + id + "/merge", body);
    };
    EXPECT_EQ(merge("c1", R"({"from":"c1"})").status, 422U);
    EXPECT_EQ(merge("c1", "{}").status, 422U);
    EXPECT_EQ(merge("c1", R"({"from":"c2"})").status, 404U);
    EXPECT_EQ(merge("c2", R"({"from":"c1"})").status, 404U);
}

using Names = ConsentApi;

TEST_F(Names, ThatChangeKeepWhatPeopleChose)
{
    prefer("addresses/%2B14155550100",
           R"({"channel":"sms","covers":"marketing","state":"stop","source":"web"})");
    use([](auto& settings) {
        auto infos = settings.categories.all();
        infos[0].name = "offers";
        infos[0].formerly = {"marketing"};
        settings.categories = model::Categories{infos};
    });

    EXPECT_EQ(reason("+14155550100", "offers"), "consent_withdrawn");
    EXPECT_EQ(reason("+14155550100", "marketing"), "consent_withdrawn");
    std::string allow = R"({"channel":"sms","covers":"offers","state":"allow"})";
    EXPECT_EQ(prefer("addresses/%2B14155550100", allow).status, 422U);
    allow.insert(allow.size() - 1, R"(,"evidence":"asked at the desk on 3 May")");
    EXPECT_EQ(prefer("addresses/%2B14155550100", allow).status, 200U);
    EXPECT_EQ(reason("+14155550100", "offers"), "allowed");
    auto const address = get("/api/v1/addresses/%2B14155550100").json();
    EXPECT_EQ(address.at("preferences").as_array().size(), 1U);
    EXPECT_EQ(address.at_pointer("/preferences/0/covers"), "offers");
}

TEST_F(Names, ThatAreRetiredCanNotBeChosenAndAreStillShown)
{
    put("/api/v1/customers/c1", "{}");
    prefer("customers/c1", R"({"channel":"sms","covers":"newsletter","state":"stop"})");
    use([](auto& settings) {
        auto infos = settings.categories.all();
        infos[1].retired = true;
        settings.categories = model::Categories{infos};
    });

    auto const chosen =
        prefer("customers/c1", R"({"channel":"sms","covers":"newsletter","state":"allow"})");
    EXPECT_EQ(chosen.status, 422U);
    EXPECT_THAT(chosen.body, HasSubstr("marketing, one_time_code or billing"));
    EXPECT_EQ(call("POST", "/api/v1/decisions",
                   R"({"channel":"sms","to":["+14155550100"],"category":"newsletter"})")
                  .status,
              422U);
    EXPECT_EQ(customer("c1").at_pointer("/preferences/0/covers"), "newsletter");
}

TEST_F(Names, OfStreamsWithASwitchOfTheirOwn)
{
    use([](auto& settings) {
        settings.streams =
            model::Streams{{{"workflow", false, {"flows"}, false}, {"two_way", true, {}, false}}};
    });
    prefer("addresses/%2B14155550100", stop_all_sms);

    EXPECT_EQ(reason("+14155550100", "billing", R"("stream":"flows")"), "consent_withdrawn");
    EXPECT_EQ(reason("+14155550100", "billing", R"("stream":"two_way")"), "allowed");
    put("/api/v1/addresses/%2B14155550100/suppressions",
        R"({"channel":"sms","suppression":"stop_reply","source":"reply"})");
    EXPECT_EQ(reason("+14155550100", "billing", R"("stream":"two_way")"), "stop_reply");
}

using SettingsDryRun = ConsentApi;

TEST_F(SettingsDryRun, CountsWhomAChangeWouldReach)
{
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100","label":"Home"}]})");
    prefer("customers/c1", R"({"channel":"sms","covers":"marketing","state":"allow"})");
    prefer("addresses/%2B14155550101", R"({"channel":"sms","covers":"billing","state":"stop"})");
    prefer("addresses/a%40b.example", R"({"channel":"email","covers":"any","state":"allow"})");

    auto const asked = call("POST", "/api/v1/consent/dry-run",
                            R"({"categories":{"marketing":{"consent":"opt_in"}},)"
                            R"("consent":{"phone_default":false}})",
                            "viewer-secret");

    ASSERT_EQ(asked.status, 200U) << asked.body;
    auto const document = asked.json();
    EXPECT_EQ(document.at("addresses"), 3);
    auto const cell = [&](std::string_view channel, std::string_view category) {
        for (auto const& item : document.at("items").as_array()) {
            if (item.at("channel").as_string() == channel &&
                item.at("category").as_string() == category)
                return item;
        }
        return js::value{};
    };
    EXPECT_EQ(cell("sms", "marketing").at("addresses"), 2);
    EXPECT_EQ(cell("sms", "marketing").at("newly_blocked"), 1);
    EXPECT_EQ(cell("whatsapp", "marketing").at("newly_blocked"), 2);
    EXPECT_EQ(cell("sms", "billing").at("newly_blocked"), 0);  // one stopped, one started open
    EXPECT_EQ(cell("sms", "billing").at("blocked_then"), 1);
    EXPECT_EQ(cell("email", "marketing").at("newly_blocked"), 0);
    EXPECT_EQ(reason("+14155550101", "marketing"), "allowed");  // nothing was changed
}

TEST_F(SettingsDryRun, CountsWhomItWouldLetThrough)
{
    put("/api/v1/addresses/%2B14155550100/suppressions",
        R"({"channel":"sms","suppression":"complaint"})");
    prefer("addresses/%2B14155550101", R"({"channel":"sms","covers":"billing","state":"allow"})");

    auto const document = call("POST", "/api/v1/consent/dry-run",
                               R"({"categories":{"newsletter":{"consent":"opt_out"}}})")
                              .json();

    std::int64_t allowed = 0;
    for (auto const& item : document.at("items").as_array())
        allowed += item.at("newly_allowed").as_int64();
    // SMS of one; WhatsApp, Viber and RCS of both.
    EXPECT_EQ(allowed, 7);
}

TEST_F(SettingsDryRun, NamesWhatIsWrong)
{
    auto const answer = call("POST", "/api/v1/consent/dry-run",
                             R"({"categories":{"ads":{},"marketing":{"consent":"never"}},)"
                             R"("consent":{"phone_default":"no","colour":1},"more":1})");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_THAT(answer.body, HasSubstr("/categories/ads"));
    EXPECT_THAT(answer.body, HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_THAT(answer.body, HasSubstr("opt_out, opt_in or always"));
    EXPECT_THAT(answer.body, HasSubstr("/consent/phone_default"));
    EXPECT_THAT(answer.body, HasSubstr("/consent/colour"));
    EXPECT_THAT(answer.body, HasSubstr("/more"));
}

}  // namespace
}  // namespace tests
