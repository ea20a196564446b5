#include "tests/providers/conformance_cases.hpp"

#include "providers/roster.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <random>

namespace conformance {
namespace {

bool is_send(Case const& one)
{
    recordings::OwnCall const own{one.recording};
    if (!one.dialect->claims(own.call())) return false;
    auto const send = one.dialect->read(own.call());
    return !send || !send->recipients.empty();
}

template <class Wanted>
std::vector<Case> only(Wanted const& wanted)
{
    auto cases = all_cases();
    std::erase_if(cases, [&](Case const& one) { return !wanted(one); });
    return cases;
}

}  // namespace

void PrintTo(Case const& one, std::ostream* out)
{
    *out << one.dialect->name << "/" << one.file;
}

std::vector<Case> all_cases()
{
    std::vector<Case> cases;
    for (auto const* dialect : providers::all()) {
        for (auto& [file, recording] : recordings::load_all(std::string{dialect->name}))
            cases.push_back({dialect, file, recording});
    }
    return cases;
}

std::vector<Case> sends()
{
    return only(is_send);
}

std::vector<Case> exchanged()
{
    return only([](Case const& one) { return one.dialect->scheme != nullptr; });
}

std::string name_of(testing::TestParamInfo<Case> const& info)
{
    std::string name = std::string{info.param.dialect->name} + "_" + info.param.file;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

namespace {

/// Who is behind a spelling: a message may name one person in two ways, and they are kept back in both.
std::string address_in(std::string const& spelling)
{
    auto const angle = spelling.find('<');
    return angle == std::string::npos
               ? spelling
               : spelling.substr(angle + 1, spelling.find('>', angle) - angle - 1);
}

}  // namespace

std::vector<std::vector<bool>> subsets(model::Send const& send)
{
    std::map<std::string, std::size_t> people;
    for (auto const& recipient : send.recipients)
        people.emplace(address_in(recipient.spelling), people.size());
    auto const all = people.size() <= 6;
    std::mt19937 random{20231124};
    std::vector<std::vector<bool>> result;
    for (unsigned subset = 0; subset < (all ? 1U << people.size() : 64U); ++subset) {
        std::vector<bool> chosen;
        for (std::size_t i = 0; i < people.size(); ++i)
            chosen.push_back(all ? (subset >> i & 1U) != 0 : (random() & 1U) != 0);
        auto& kept_back = result.emplace_back();
        for (auto const& recipient : send.recipients)
            kept_back.push_back(chosen[people.at(address_in(recipient.spelling))]);
    }
    return result;
}

recordings::Recording forwarded(Case const& one, model::Decision const& decision)
{
    recordings::OwnCall const own{one.recording};
    auto const& dialect = *one.dialect;
    auto left = one.recording;
    left.body = providers::applied(dialect.rewrite(own.call(), decision), left.body);
    if (dialect.rewrite_query != nullptr)
        left.query = providers::applied(dialect.rewrite_query(own.call(), decision), left.query);
    return left;
}

model::Decision everybody(model::Send const& send, bool kept_back)
{
    return recordings::keeping_back(send, std::vector<bool>(send.recipients.size(), kept_back));
}

}  // namespace conformance
