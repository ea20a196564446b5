// tests/histories/settings.hpp: what an operator set up, drawn at random: in the gateway's words, in the reference's, and
// what of it goes into changes.
#pragma once

#include "filters/consent/decide.hpp"
#include "tests/histories/histories.hpp"
#include "tests/histories/reference.hpp"

#include <map>
#include <string>
#include <vector>

namespace histories {

struct Category {
    reference::Category plain;
    model::CategoryInfo info;
};

struct Settings {
    reference::Setup plain;
    filters::ConsentSettings consent;
    std::vector<Category> categories;
    model::Streams streams;
    Manners manners;
};

/// What is called otherwise once it is renamed, by what it was called before.
inline std::map<std::string, std::string> const renamed_later{{"ads", "marketing"},
                                                              {"stream:bulk", "stream:campaign"}};

Settings any_settings(Dice& dice, bool renamed);

}  // namespace histories
