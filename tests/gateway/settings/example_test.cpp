// config/optgate.toml is the documentation of every key, and it is true.
#include "gateway/settings/load.hpp"
#include "tests/gateway/settings/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

namespace gateway::settings {
namespace {

std::string example()
{
    std::ifstream in{CONFIG "/optgate.toml"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// With its examples made part of it: lines that begin with "#" and no space.
std::string with_examples(std::string const& text)
{
    std::istringstream lines{text};
    std::string all;
    for (std::string line; std::getline(lines, line); all += line + '\n') {
        if (line.size() > 1 && line[0] == '#' && line[1] != '\r' && line.substr(1, 1) != " ") {
            line.erase(0, 1);
        }
    }
    return all;
}

std::set<std::string> keys_of(Entries const& entries, std::string const& prefix = "")
{
    std::set<std::string> keys;
    for (auto const& entry : entries) {
        auto const name = prefix.empty() ? entry.key : prefix + "." + entry.key;
        keys.insert(name);
        if (auto const* inner = std::get_if<Entries>(&entry.value.is))
            keys.merge(keys_of(*inner, name));
        if (auto const* list = std::get_if<Values>(&entry.value.is)) {
            for (auto const& value : *list) {
                auto const* table = std::get_if<Entries>(&value.is);
                if (table) keys.merge(keys_of(*table, name));
            }
        }
    }
    return keys;
}

/// "providers.twilio.host" and "providers.sendgrid.host" are one key.
std::string generic(std::string const& key)
{
    static std::regex const named{"^(providers|applications|categories)\\.[^.]+"};
    return std::regex_replace(key, named, "$1.X");
}

/// The order of providers means nothing: the roster has its own, and the file another.
std::string sorted(Settings settings)
{
    std::sort(settings.providers.begin(), settings.providers.end(),
              [](Provider const& a, Provider const& b) { return a.name < b.name; });
    return describe(settings);
}

TEST(Example, HoldsTheDefaults)
{
    auto const written = parse_settings(example(), "optgate.toml");
    ASSERT_TRUE(written) << written.error().where << ": " << written.error().what;
    auto defaults = embedded_settings();
    for (auto& provider : defaults.providers)
        provider.upstream = provider.dialect->upstream;

    EXPECT_EQ(sorted(*written), sorted(defaults));
    EXPECT_TRUE(written->warnings.empty());
}

TEST(Example, NamesEveryKeyThereIs)
{
    auto const entries = read_document(with_examples(example()), "optgate.toml");
    ASSERT_TRUE(entries) << entries.error().where << ": " << entries.error().what;
    std::set<std::string> documented;
    for (auto const& key : keys_of(*entries))
        documented.insert(generic(key));

    Findings findings{"optgate.toml"};
    read_settings(*entries, findings);
    ASSERT_GT(findings.keys().size(), 80U);
    for (auto const& key : findings.keys()) {
        // A provider may say for itself what [upstream] says for all.
        auto const upstream = std::regex_replace(key, std::regex{"^providers\\.[^.]+"}, "upstream");
        EXPECT_TRUE(documented.contains(generic(key)) || documented.contains(upstream)) << key;
    }
}

TEST(Example, ItsExamplesWork)
{
    auto const settings = parse_settings(with_examples(example()), "optgate.toml");
    ASSERT_TRUE(settings) << settings.error().where << ": " << settings.error().what;
    EXPECT_EQ(settings->applications.size(), 2U);
    EXPECT_EQ(settings->applications.back().mappings.size(), 3U);
    EXPECT_TRUE(settings->categories.find("loyalty"));
}

}  // namespace
}  // namespace gateway::settings
