// providers/wire/separated.hpp: numbers in one string, with a sign between them: "411<412", "411,412". Empty places count
// for nobody.
#pragma once

#include "providers/wire/run.hpp"
#include "providers/wire/spelt.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace wire {

/// What one says, and its bytes in the body: [begin, end).
struct Separated {
    std::string text;
    std::size_t begin;
    std::size_t end;
};

inline std::vector<Separated> read_separated(Spelt const& list, char sign)
{
    std::vector<Separated> items;
    auto const text = list.text();
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find(sign, begin), text.size());
        if (end > begin) {
            items.push_back(
                {std::string{text.substr(begin, end - begin)}, list.place(begin), list.place(end)});
        }
        begin = end + 1;
    }
    return items;
}

/// Cuts those that are kept back, each with one sign.
inline providers::Cuts cut_separated(std::vector<Separated> const& items,
                                     model::Decision const& decision)
{
    providers::Cuts cuts;
    Run run{cuts};
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const& one = items[i];
        decision.delivers(i) ? run.keep(one.begin, one.end) : run.drop(one.begin, one.end);
    }
    run.end();
    return cuts;
}

}  // namespace wire
