// gateway/settings/findings.hpp: what came to light while a configuration was read. Reading goes on
// after a problem, so that the first one in the file is the one reported, whatever the order of the
// readers.
#pragma once

#include "gateway/settings/document.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gateway::settings {

class Findings {
public:
    explicit Findings(std::string file) : file_{std::move(file)} {}

    void problem(Place place, std::string what) { problems_.emplace_back(place, std::move(what)); }
    void warning(Place place, std::string const& what)
    {
        warnings_.push_back(to_string(place, file_) + ": " + what);
    }
    /// A key a reader asked for, dotted: "limits.body_bytes".
    void asked(std::string key) { keys_.push_back(std::move(key)); }

    /// The first in the file, if any.
    std::optional<model::Problem> first_problem() const
    {
        auto const first = std::min_element(problems_.begin(), problems_.end());
        if (first == problems_.end()) return std::nullopt;
        return model::Problem{first->second, to_string(first->first, file_)};
    }
    std::vector<std::string> const& warnings() const { return warnings_; }
    std::vector<std::string> const& keys() const { return keys_; }

private:
    std::string file_;
    std::vector<std::pair<Place, std::string>> problems_;
    std::vector<std::string> warnings_;
    std::vector<std::string> keys_;
};

}  // namespace gateway::settings
