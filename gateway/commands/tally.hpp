// gateway/commands/tally.hpp: how far judgements agree with labels.
#pragma once

#include "filters/classify/content.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace gateway::commands {

class Tally {
public:
    void add(model::Kind label, filters::Judgement const& judgement);
    /// A confusion table, accuracy and AUC; what each rule got right of what it fired on.
    void print(std::ostream& out) const;
    bool empty() const { return scores_.empty(); }

private:
    std::array<std::array<std::size_t, 3>, 2> outcomes_{};  ///< label, outcome
    std::size_t right_ = 0;
    std::vector<std::pair<double, bool>> scores_;  ///< P(promotional), whether it is
    std::map<std::string, std::pair<std::size_t, std::size_t>> rules_;  ///< right, fired
};

}  // namespace gateway::commands
