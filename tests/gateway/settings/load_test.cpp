#include "gateway/settings/load.hpp"

#include "gateway/settings/secrets.hpp"
#include "tests/gateway/settings/describe.hpp"
#include "tests/gateway/settings/scratch.hpp"

#include "providers/roster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdlib.h>

#include <algorithm>

namespace gateway::settings {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

Settings read(std::string_view text)
{
    auto settings = parse_settings(text, "my.toml");
    EXPECT_TRUE(settings) << settings.error().where << ": " << settings.error().what;
    return settings ? *settings : Settings{};
}

model::CategoryInfo const& category(Settings const& settings, std::string_view name)
{
    return settings.categories[settings.categories.find(name).value()];
}

std::vector<std::string> names_of(model::Streams const& streams)
{
    std::vector<std::string> names;
    for (auto const& stream : streams.all())
        names.push_back(stream.name);
    return names;
}

TEST(Load, WithoutAFileEveryDialectIsSandboxed)
{
    auto const settings = embedded_settings();
    ASSERT_EQ(settings.providers.size(), providers::all().size());
    for (auto const& provider : settings.providers) {
        EXPECT_EQ(provider.upstream, "sandbox");
        EXPECT_EQ(provider.dialect, providers::find(provider.name));
        EXPECT_EQ(provider.hints.size(), provider.dialect->hints.size());
    }
    EXPECT_THAT(settings.warnings, ElementsAre());
}

TEST(Load, TheShippedCategoriesAndStreamsAreAlwaysThere)
{
    auto const settings =
        read("[categories.marketing]\nmode = 'observe'\n[streams]\nnames = ['shop', 'api']\n");
    EXPECT_EQ(settings.categories.all().size(), 9U);
    EXPECT_EQ(category(settings, "marketing").mode, model::Mode::observe);
    EXPECT_EQ(category(settings, "survey").kind, model::Kind::promotional);
    EXPECT_EQ(category(settings, "one_time_code").kind, model::Kind::transactional);
    EXPECT_THAT(names_of(settings.streams),
                ElementsAre("campaign", "workflow", "custom", "autoresponder", "quick", "two_way",
                            "api", "shop"));
}

TEST(Load, ARenamedCategoryTakesTheShippedOnesPlace)
{
    auto const settings = read(
        "[categories.offers]\nkind = 'promotional'\nformerly = ['marketing']\n"
        "[applications.a]\nmappings = [{sender = 's', category = 'marketing'}]\n");
    EXPECT_EQ(settings.categories.all().size(), 9U);
    EXPECT_EQ(category(settings, "marketing").name, "offers");
    EXPECT_EQ(settings.default_category, "offers");
    EXPECT_EQ(settings.categories[settings.applications.at(1).mappings.at(0).category].name,
              "offers");
}

TEST(Load, ARetiredCategoryCanNotBeChosen)
{
    auto const settings = read("[categories.survey]\nretired = true\n");
    EXPECT_FALSE(settings.categories.find("survey"));
    EXPECT_EQ(settings.categories.all().size(), 9U);
}

TEST(Load, StreamsAreRenamedRetiredAndGivenSwitchesOfTheirOwn)
{
    auto const settings = read(
        "[streams]\nnames = ['blast']\nformerly = {campaign = 'blast'}\nretired = ['quick']\n"
        "own_switch = ['two_way']\n"
        "[applications.a]\nmappings = [{stream = 'campaign', category = 'order'}]\n");
    EXPECT_EQ(settings.streams.find("campaign")->name, "blast");
    EXPECT_EQ(settings.streams.find("quick"), nullptr);
    EXPECT_TRUE(settings.streams.find("two_way")->own_switch);
    EXPECT_FALSE(settings.streams.find("api")->own_switch);
    EXPECT_EQ(settings.applications.at(1).mappings.at(0).stream, "blast");
}

TEST(Load, AMobileLabelOptsInToServiceUnlessSaidOtherwise)
{
    auto const rule = [](std::string const& text) { return read(text).contact_rule; };
    EXPECT_THAT(rule("").labels, ElementsAre("mobile"));
    EXPECT_THAT(rule("").categories, ElementsAre("service"));
    EXPECT_THAT(rule("[consent]\ncontact_opt_in = []\n").categories, ElementsAre());
    EXPECT_THAT(rule("[consent]\ncontact_opt_in_labels = ['Mobile', 'CELL']\n").labels,
                ElementsAre("mobile", "cell"));
    EXPECT_THAT(rule("[categories.service]\nkind = 'promotional'\n").categories, ElementsAre());
    EXPECT_THAT(
        rule("[categories.support]\nkind = 'transactional'\nformerly = ['service']\n").categories,
        ElementsAre("support"));
}

TEST(Load, DoubtFollowsTheKindUnlessSaid)
{
    auto const settings = read(
        "[categories.billing]\nkind = 'promotional'\n"
        "[categories.loyalty]\nkind = 'promotional'\nconsent = 'opt_in'\ndoubt = 'deliver'\n"
        "[categories.alarm]\nkind = 'transactional'\nconsent = 'always'\n");
    EXPECT_EQ(category(settings, "billing").doubt, model::Doubt::suppress);
    EXPECT_EQ(category(settings, "loyalty").doubt, model::Doubt::deliver);
    EXPECT_EQ(category(settings, "loyalty").rule, model::ConsentRule::opt_in);
    EXPECT_EQ(category(settings, "alarm").doubt, model::Doubt::deliver);
    EXPECT_EQ(category(settings, "alarm").rule, model::ConsentRule::always);
    EXPECT_EQ(settings.categories.all().at(9).name, "loyalty");
}

TEST(Load, TheDefaultApplicationIsFirstWhereverItStands)
{
    auto const settings =
        read("[applications.zoo]\n[applications.default]\nrefusal = 'error'\n[applications.app]\n");
    ASSERT_EQ(settings.applications.size(), 3U);
    EXPECT_EQ(settings.applications[0].name, "default");
    EXPECT_EQ(settings.applications[0].refusal, providers::RefusalStyle::error);
    EXPECT_EQ(settings.applications[1].name, "zoo");
    EXPECT_EQ(settings.applications[2].name, "app");
}

TEST(Load, ApplicationsFollowTheClassificationUnlessTheySayOtherwise)
{
    auto const settings = read(
        "[applications.one]\n[applications.two]\nclassify = true\nguard = 'reclass'\n"
        "[classification]\nenabled = false\nguard = 'flag'\n");
    auto const& apps = settings.applications;
    ASSERT_EQ(apps.size(), 3U);
    EXPECT_FALSE(apps[0].classify || apps[1].classify);
    EXPECT_TRUE(apps[2].classify);
    EXPECT_EQ(apps[0].guard, filters::Guard::flag);
    EXPECT_EQ(apps[1].guard, filters::Guard::flag);
    EXPECT_EQ(apps[2].guard, filters::Guard::reclass);
    EXPECT_FALSE(apps[2].calibrate);
}

TEST(Load, ATextIsTakenForACategoryOfItsKind)
{
    auto const name = [](gateway::Settings const& settings, model::Category category) {
        return settings.categories[category].name;
    };
    auto const shipped = read("");
    EXPECT_EQ(name(shipped, shipped.classification.policy.promotional), "marketing");
    EXPECT_EQ(name(shipped, shipped.classification.policy.transactional), "service");
    auto const own = read("[classification]\npromotional = 'survey'\ntransactional = 'order'\n");
    EXPECT_EQ(name(own, own.classification.policy.promotional), "survey");
    EXPECT_EQ(name(own, own.classification.policy.transactional), "order");
    // The shipped ones may have gone, or be of the other kind.
    auto const without = read(
        "[categories.marketing]\nretired = true\n"
        "[categories.service]\nkind = 'promotional'\n"
        "[classification]\ndefault_category = 'survey'\n"
        "[consent]\ncontact_opt_in = []\n");
    EXPECT_EQ(name(without, without.classification.policy.promotional), "survey");
    EXPECT_EQ(name(without, without.classification.policy.transactional), "one_time_code");
}

TEST(Load, CredentialsAreKeptAsDigestsOnly)
{
    ::setenv("OPTGATE_TEST_KEY", "Bearer SG.x", 1);
    auto const settings = read(
        "[applications.shop]\ncredentials = ['env:OPTGATE_TEST_KEY']\ntoken = "
        "'env:OPTGATE_TEST_KEY'\n");
    auto const& app = settings.applications.at(1);
    EXPECT_THAT(app.credentials, ElementsAre(sha256("Bearer SG.x")));
    EXPECT_EQ(app.token_digest, sha256("Bearer SG.x"));
}

TEST(Load, MappingsKeepTheirOrderAndTheirCategories)
{
    auto const settings = read(
        "[categories.late]\nkind = 'promotional'\n"
        "[[applications.default.mappings]]\nsender = 's'\nstream = 'api'\ncategory = 'late'\n"
        "[[applications.default.mappings]]\npath_prefix = '/v3'\ncategory = 'order'\n");
    auto const& mappings = settings.applications.at(0).mappings;
    ASSERT_EQ(mappings.size(), 2U);
    EXPECT_EQ(settings.categories[mappings[0].category].name, "late");
    EXPECT_EQ(mappings[0].sender, "s");
    EXPECT_EQ(mappings[1].path_prefix, "/v3");
}

TEST(Load, AProvidersOwnLimitsStandAboveTheDefaults)
{
    auto const settings = read(
        "[providers.twilio]\nidle = 3\n[providers.sendgrid]\n[upstream]\nidle = 7\nconnect_timeout "
        "= '250ms'\n");
    EXPECT_EQ(settings.providers.at(0).limits.idle, 3U);
    EXPECT_EQ(settings.providers.at(0).limits.connect_timeout, 250ms);
    EXPECT_EQ(settings.providers.at(1).limits.idle, 7U);
    EXPECT_EQ(settings.providers.at(1).upstream, "https://api.sendgrid.com");
}

TEST(Load, TheConfigurationsHintsFollowTheDialects)
{
    auto const settings = read("[providers.my]\ndialect = 'twilio'\nhints = {'A=b=c' = 'order'}\n");
    auto const& provider = settings.providers.at(0);
    ASSERT_EQ(provider.hints.size(), provider.dialect->hints.size() + 1);
    EXPECT_EQ(provider.hints.back().hint, "A");
    EXPECT_EQ(provider.hints.back().value, "b=c");
    EXPECT_EQ(settings.categories[provider.hints.back().category].name, "order");
}

TEST(Load, SizesAreNumbersOrTexts)
{
    EXPECT_EQ(read("[limits]\nbody_bytes = 4096\n").limits.body_bytes, 4'096U);
    EXPECT_EQ(read("[limits]\nbody_bytes = '50MB'\n").limits.body_bytes, 50'000'000U);
}

TEST(Load, TheStoresUrlMayBeASecret)
{
    ::setenv("OPTGATE_TEST_URL", "sqlite:x.db", 1);
    EXPECT_EQ(read("[store]\nurl = 'env:OPTGATE_TEST_URL'\n").store_url, "sqlite:x.db");
}

TEST(Load, TlsFilesAreTaken)
{
    Scratch const scratch;
    auto const made = self_signed();
    auto const certificate = scratch.file("c.pem", made.certificate);
    auto const key = scratch.file("k.pem", made.key);
    auto const settings =
        read("[listen]\ngateway = '0.0.0.0:1'\ntls_certificate = '" + certificate +
             "'\ntls_key = '" + key + "'\n[providers.twilio]\nca_file = '" + certificate + "'\n");
    EXPECT_EQ(settings.listen.gateway_tls, (TlsFiles{certificate, key}));
    EXPECT_EQ(settings.providers.at(0).ca_file, certificate);
    EXPECT_THAT(settings.warnings, ElementsAre());
}

TEST(Load, WarnsOfWhatPassesInTheClear)
{
    auto const settings = read(
        "[listen]\ngateway = '0.0.0.0:8080'\n\n[providers.twilio]\nupstream = "
        "'http://twilio.example'\n"
        "[providers.sendgrid]\nupstream = 'http://127.0.0.1:9'\nlisten = '[::]:8090'\n");
    EXPECT_THAT(
        settings.warnings,
        ElementsAre(
            HasSubstr("my.toml:2:11: listen.gateway is reached from other machines without TLS"),
            HasSubstr("my.toml:5:12: providers.twilio.upstream is http"),
            HasSubstr("my.toml:8:10: providers.sendgrid.listen is reached")));
}

TEST(Load, HostNamesAreKeptInLowerCase)
{
    EXPECT_EQ(read("[providers.twilio]\nhost = 'Twilio.Example'\n").providers.at(0).host,
              "twilio.example");
}

TEST(Load, ReadsAFileAndNamesOneThatIsNotThere)
{
    Scratch const scratch;
    auto const file = scratch.file("o.toml", "[listen]\nthreads = 3\n");
    EXPECT_EQ(load(file)->listen.threads, 3U);

    auto const none = load(scratch.path("none.toml"));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().where, scratch.path("none.toml"));
    EXPECT_THAT(none.error().what, HasSubstr("No such file"));
    EXPECT_FALSE(load(scratch.path("")));
}

}  // namespace
}  // namespace gateway::settings
