// tests/providers/conformance_cases.hpp: every recording of every dialect, as cases of the shared tests.
#pragma once

#include "providers/dialect.hpp"
#include "tests/providers/recording.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace conformance {

struct Case {
    providers::Dialect const* dialect;
    std::string file;
    recordings::Recording recording;
};

void PrintTo(Case const& one, std::ostream* out);

/// All recordings under tests/recordings/DIALECT.
std::vector<Case> all_cases();
/// Those that are sends to somebody.
std::vector<Case> sends();
/// Those of dialects whose credentials can be exchanged.
std::vector<Case> exchanged();

std::string name_of(testing::TestParamInfo<Case> const& info);

/// Each subset of up to six recipients, else 64 at random. Recipients of one spelling go together.
std::vector<std::vector<bool>> subsets(model::Send const& send);

/// What leaves of a call without those whom a decision keeps back.
recordings::Recording forwarded(Case const& one, model::Decision const& decision);

model::Decision everybody(model::Send const& send, bool kept_back);

}  // namespace conformance
