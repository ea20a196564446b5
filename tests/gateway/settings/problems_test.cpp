// Each wrong configuration is refused at its line, with a sentence that says what would be right.
#include "gateway/settings/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace gateway {
namespace {

struct Wrong {
    char const* name;
    char const* text;
    char const* where;  ///< "LINE:COLUMN"
    char const* says;
};

std::ostream& operator<<(std::ostream& out, Wrong const& wrong)
{
    return out << wrong.name;
}

class Problems : public testing::TestWithParam<Wrong> {};

TEST_P(Problems, AreNamedWithTheirPlace)
{
    auto const settings = parse_settings(GetParam().text, "my.toml");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().where, std::string{"my.toml:"} + GetParam().where);
    EXPECT_THAT(settings.error().what, testing::HasSubstr(GetParam().says));
}

// clang-format off
constexpr Wrong tables[] = {
    {"UnknownTable", "[listen]\n[listne]\n", "2:2", "unknown key \"listne\"; known here: listen, limits, store"},
    {"UnknownKey", "[listen]\nport = 1\n", "2:1", "unknown key \"listen.port\"; known here: gateway, tls_certificate"},
    {"UnknownInProvider", "[providers.twilio]\nurl = ''\n", "2:1", "unknown key \"providers.twilio.url\""},
    {"UnknownInMapping", "[applications.a]\nmappings = [{sender = 's', category = 'order', to = 'x'}]\n", "2:48", "unknown key \"applications.a.mappings.to\""},
    {"TableIsNone", "listen = 1\n", "1:10", "listen is a table"},
    {"TableOfTablesIsNone", "providers = 1\n", "1:13", "providers is a table of tables"},
    {"InnerTableIsNone", "[providers]\ntwilio = 1\n", "2:10", "providers.twilio is a table"},
    {"FirstInTheFileWins", "[log]\nlevel = 1\n[listen]\nthreads = 'x'\n", "2:9", "log.level is one of"},
};
constexpr Wrong values[] = {
    {"NotABoolean", "[journal]\ndelivered = 'yes'\n", "2:13", "journal.delivered is true or false"},
    {"NotAText", "[log]\naccess = 1\n", "2:10", "log.access is a text in quotes"},
    {"NotAWholeNumber", "[limits]\nfields = 1.5\n", "2:10", "limits.fields is a whole number from 10 to 10000"},
    {"TooSmall", "[limits]\nfields = 9\n", "2:10", "from 10 to 10000"},
    {"TooLarge", "[listen]\nthreads = 1025\n", "2:11", "from 0 to 1024"},
    {"Negative", "[upstream]\nidle = -1\n", "2:8", "from 0 to 100000"},
    {"NotADuration", "[limits]\nhead_timeout = 10\n", "2:16", "from \"1ms\" to \"1d\""},
    {"DurationTooLong", "[limits]\nhead_timeout = '25h'\n", "2:16", "from \"1ms\" to \"1d\""},
    {"DurationZero", "[upstream]\nconnect_timeout = '0s'\n", "2:19", "from \"1ms\" to \"1d\""},
    {"NotASize", "[limits]\nhead_bytes = '16K'\n", "2:14", "from \"1KiB\" to \"1MiB\""},
    {"SizeTooLarge", "[limits]\nhead_bytes = '2MiB'\n", "2:14", "from \"1KiB\" to \"1MiB\""},
    {"NotAChoice", "[consent]\nstop_reply_scope = 'all'\n", "2:20", "is one of \"channel\", \"promotional\", \"sender\""},
    {"NotAListOfTexts", "[streams]\nnames = ['a', 1]\n", "2:15", "streams.names is a list of texts"},
    {"NotAList", "[streams]\nnames = 'a'\n", "2:9", "streams.names is a list of texts"},
    {"NotAnEndpoint", "[listen]\ngateway = 'localhost:80'\n", "2:11", "an IP address and a port"},
    {"SameEndpoint", "[listen]\ngateway = '127.0.0.1:1'\nadmin = '127.0.0.1:1'\n", "3:9", "each needs its own"},
    {"BodyOverMemory", "[limits]\nbody_bytes = '1GiB'\nmemory_bytes = '1MiB'\n", "2:14", "must fit in limits.memory_bytes"},
    {"BackOffShrinks", "[admin]\nback_off = '2s'\nlongest_back_off = '1s'\n", "3:20", "no shorter than admin.back_off"},
    {"NotARegion", "[consent]\ndefault_region = 'usa'\n", "2:18", "two capital letters"},
    {"NoRegionAtAll", "[consent]\ndefault_region = 'ZZ'\n", "2:18", "two capital letters"},
    {"NotAStore", "[store]\nurl = 'mysql://x'\n", "2:7", "is \"sqlite:FILE\""},
    {"NoStoreFile", "[store]\nurl = 'sqlite:'\n", "2:7", "is \"sqlite:FILE\""},
    {"NoSuchSecret", "[store]\nurl = 'env:OPTGATE_TEST_UNSET'\n", "2:7", "OPTGATE_TEST_UNSET, which is not set"},
    {"NoLog", "[log]\naccess = ''\n", "2:10", "\"stderr\", \"off\" or a file"},
    {"NotALevel", "[log]\nlevel = 'loud'\n", "2:9", "\"trace\", \"debug\", \"info\""},
};
constexpr Wrong files[] = {
    {"CertificateAlone", "[listen]\ntls_certificate = 'c.pem'\n", "2:19", "needs tls_key beside it"},
    {"KeyAlone", "[listen]\nadmin_tls_key = 'k.pem'\n", "2:17", "needs admin_tls_certificate beside it"},
    {"NoCertificate", "[listen]\ntls_certificate = '/nonexistent/c'\ntls_key = '/nonexistent/k'\n", "2:19", "can't be read"},
    {"NoCaFile", "[providers.twilio]\nca_file = '/nonexistent/ca'\n", "2:11", "can't be read"},
};
constexpr Wrong meanings[] = {
    {"CategoryWithoutKind", "[categories.loyalty]\nconsent = 'opt_in'\n", "1:13", "is \"promotional\" or \"transactional\""},
    {"CategoryKind", "[categories.loyalty]\nkind = 'ad'\n", "2:8", "is one of \"promotional\", \"transactional\""},
    {"CategoryConsent", "[categories.marketing]\nconsent = 'never'\n", "2:11", "is one of \"opt_out\", \"opt_in\", \"always\""},
    {"CategoryDoubt", "[categories.marketing]\ndoubt = 'wait'\n", "2:9", "is one of \"suppress\", \"deliver\""},
    {"CategoryName", "[categories.'A b']\nkind = 'promotional'\n", "1:13", "a-z, 0-9, _ and -"},
    {"CategoryNamedAny", "[categories.any]\nkind = 'promotional'\n", "1:13", "not any"},
    {"DefaultCategory", "[classification]\ndefault_category = 'ads'\n", "2:20", "there are marketing, survey"},
    {"StreamName", "[streams]\nnames = ['two way']\n", "2:10", "a stream's name"},
    {"StreamFormerlyOfNone", "[streams]\nformerly = {a = 'b'}\n", "2:13", "names no stream"},
    {"StreamFormerlyItself", "[streams]\nformerly = {api = 'api'}\n", "2:13", "no stream's former name"},
    {"StreamFormerlyGone", "[streams]\nnames = ['b']\nformerly = {quick = 'b', b = 'quick'}\n", "3:26", "names no stream"},
    {"StreamOwnSwitch", "[streams]\nown_switch = ['chat']\n", "2:15", "names no stream"},
    {"StreamRetired", "[streams]\nretired = ['chat']\n", "2:12", "names no stream"},
    {"CategoryFormerlyThere", "[categories.a]\nkind = 'promotional'\nformerly = ['survey']\n[categories.survey]\nmode = 'observe'\n", "3:13", "is a category of its own"},
    {"CategoryFormerlyTwice", "[categories.a]\nkind = 'promotional'\nformerly = ['ads']\n[categories.b]\nkind = 'promotional'\nformerly = ['ads']\n", "6:13", "is said twice"},
    {"CategoryFormerlyAny", "[categories.a]\nkind = 'promotional'\nformerly = ['any']\n", "3:13", "is no category's name"},
    {"PromotionalOfTheOtherKind", "[classification]\npromotional = 'billing'\n", "2:15", "names a promotional category"},
    {"Guard", "[classification]\nguard = 'stop'\n", "2:9", "reclass"},
    {"DefaultCategoryRetired", "[categories.marketing]\nretired = true\n[classification]\ndefault_category = 'marketing'\n", "4:20", "names no category"},
    {"ContactOptInUnknown", "[consent]\ncontact_opt_in = ['ads']\n", "2:19", "names no category"},
    {"ContactOptInPromotional", "[consent]\ncontact_opt_in = ['marketing']\n", "2:19", "no yes to marketing"},
    {"ApplicationName", "[applications.'A']\n", "1:15", "an application's name"},
    {"ProviderSignedMessages", "[providers.ses]\nsigned_messages = 'cut'\n", "2:19", "is one of \"refuse\", \"envelope\", \"whole\""},
    {"ProviderPublicUrl", "[providers.azure]\npublic_url = 'sms.example'\n", "2:14", "is \"https://HOST[:PORT][/PATH]\""},
    {"ProviderPublicUrlQuery", "[providers.azure]\npublic_url = 'https://sms.example/?a'\n", "2:14", "is \"https://HOST[:PORT][/PATH]\""},
    {"ApplicationMode", "[applications.a]\nmode = 'off'\n", "2:8", "is one of \"enforce\", \"observe\""},
    {"ApplicationRefusal", "[applications.a]\nrefusal = 'no'\n", "2:11", "is one of \"native\", \"error\", \"accept\""},
    {"ApplicationDefault", "[applications.a]\ndefault_category = 'ads'\n", "2:20", "names one of marketing"},
    {"PlainCredential", "[applications.a]\ncredentials = ['Bearer x']\n", "2:16", "\"sha256:\" and 64 hex digits"},
    {"PlainToken", "[applications.a]\ntoken = 'x'\n", "2:9", "\"sha256:\" and 64 hex digits"},
    {"SharedCredential", "[applications.a]\ncredentials = ['sha256:0000000000000000000000000000000000000000000000000000000000000000']\n[applications.b]\ncredentials = ['sha256:0000000000000000000000000000000000000000000000000000000000000000']\n", "4:16", "applications.a has the same secret"},
    {"CredentialInTheClear", "[providers.twilio]\ncredential = 'AC1:secret'\n", "2:14", "\"env:NAME\" or \"file:PATH\""},
    {"CredentialOfAnotherShape", "[providers.twilio]\ncredential = 'file:/proc/version'\n", "2:14", "USER:PASSWORD"},
    {"KeyWithoutCredential", "[providers.twilio]\n[applications.a.keys]\ntwilio = 'file:/x'\n", "3:1", "providers.twilio.credential"},
    {"KeyOfNoProvider", "[applications.a.keys]\nnobody = 'file:/x'\n", "2:1", "providers.nobody.credential"},
    {"KeyOfNoText", "[applications.a.keys]\ntwilio = 7\n", "2:10", "is a table of texts"},
    {"MappingCategory", "[applications.a]\nmappings = [{sender = 's', category = 'ads'}]\n", "2:39", "names one of marketing"},
    {"MappingWithoutCategory", "[applications.a]\nmappings = [{sender = 's'}]\n", "2:13", "names one of marketing"},
    {"MappingOfEverything", "[applications.a]\nmappings = [{category = 'order'}]\n", "2:13", "needs one of sender, template_id"},
    {"MappingStream", "[applications.a]\nmappings = [{stream = 'x', category = 'order'}]\n", "2:23", "names no stream"},
    {"ProviderName", "[providers.'a/b']\ndialect = 'twilio'\n", "1:12", "a provider's name"},
    {"ProviderDialect", "[providers.acme]\n", "1:12", "; a provider named otherwise says which it speaks"},
    {"ProviderUpstream", "[providers.twilio]\nupstream = 'api.twilio.com'\n", "2:12", "or \"sandbox\""},
    {"ProviderHost", "[providers.twilio]\nhost = 'a:80'\n", "2:8", "without scheme and port"},
    {"SameHost", "[providers.twilio]\nhost = 'a.b'\n[providers.sendgrid]\nhost = 'A.B'\n", "4:8", "is providers.twilio's already"},
    {"ProviderListen", "[providers.twilio]\nlisten = 'x'\n", "2:10", "an IP address and a port"},
    {"SameListen", "[providers.twilio]\nlisten = '127.0.0.1:1'\n[providers.sendgrid]\nlisten = '127.0.0.1:1'\n", "4:10", "another listener's endpoint"},
    {"GatewaysListen", "[providers.twilio]\nlisten = '127.0.0.1:8080'\n", "2:10", "another listener's endpoint"},
    {"HintShape", "[providers.twilio]\nhints = {'otp' = 'order'}\n", "2:10", "\"NAME=VALUE\" = \"CATEGORY\""},
    {"HintCategory", "[providers.twilio]\nhints = {'A=b' = 'ads'}\n", "2:10", "means one of marketing"},
    {"HintType", "[providers.twilio]\nhints = {'A=b' = 1}\n", "2:18", "hints is a table of texts"},
};
// clang-format on

std::string name_of(testing::TestParamInfo<Wrong> const& info)
{
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Tables, Problems, testing::ValuesIn(tables), name_of);
INSTANTIATE_TEST_SUITE_P(Values, Problems, testing::ValuesIn(values), name_of);
INSTANTIATE_TEST_SUITE_P(Files, Problems, testing::ValuesIn(files), name_of);
INSTANTIATE_TEST_SUITE_P(Meanings, Problems, testing::ValuesIn(meanings), name_of);

}  // namespace
}  // namespace gateway
