#include "gateway/settings/lasting.hpp"

#include <gmock/gmock.h>

namespace gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> between(std::string_view now, std::string_view next)
{
    return differing(lasting(parse_settings(now, "now.toml").value()),
                     lasting(parse_settings(next, "next.toml").value()));
}

TEST(Lasting, NamesWhatTakesARestart)
{
    EXPECT_THAT(between("",
                        "[listen]\nadmin = \"127.0.0.1:9000\"\nthreads = 3\n"
                        "[store]\nurl = \"sqlite:other.db\"\n[log]\naccess = \"off\"\n"),
                ElementsAre("listen.admin", "listen.threads", "log.access", "store.url"));
}

TEST(Lasting, NamesAProvidersPortThatComesChangesOrGoes)
{
    constexpr auto at = [](std::string const& port) {
        return "[providers.plivo]\nupstream = \"sandbox\"\nlisten = \"127.0.0.1:" + port + "\"\n";
    };
    EXPECT_THAT(between("", at("9001")), ElementsAre("providers.plivo.listen"));
    EXPECT_THAT(between(at("9001"), at("9002")), ElementsAre("providers.plivo.listen"));
    EXPECT_THAT(between(at("9001"), ""), ElementsAre("providers.plivo.listen"));
    EXPECT_THAT(between(at("9001"), at("9001")), IsEmpty());
}

TEST(Lasting, IsSilentAboutWhatAReloadBrings)
{
    EXPECT_THAT(between("",
                        "[journal]\nretention_days = 3\n[limits]\nidle_timeout = \"1s\"\n"
                        "[log]\nlevel = \"warn\"\n[applications.default]\nmode = \"observe\"\n"),
                IsEmpty());
}

}  // namespace
}  // namespace gateway
