// filters/classify/rules.hpp: content rules: patterns (RE2) that say by themselves why a text is sent. Configuration,
// not code: the shipped ones are config/rules/*.toml, built in; operators add their own. Few and very precise.
#pragma once

#include "filters/classify/reading.hpp"
#include "store/model/category.hpp"
#include "store/model/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace filters {

struct ContentRule {
    std::string name;                             ///< evidence: "otp_de"
    std::string language;                         ///< ISO 639-1; empty: any
    std::string category;                         ///< of the configuration
    model::Kind kind = model::Kind::promotional;  ///< the category's
    std::string pattern;    ///< RE2, over subject, line end and body; case is ignored
    std::string precision;  ///< measured: "right/fired"; empty: not measured
    std::string where;      ///< "FILE:LINE" of the pattern, for problems
};

/// Compiled once, used by every thread at a time; the texts all patterns need are looked for in one pass.
class ContentRules {
public:
    ContentRules();
    /// A pattern RE2 refuses, or all of them together too much for its memory, is a problem at its place.
    static model::Result<ContentRules> compile(std::vector<ContentRule> rules);

    /// The rule that decides, if any fired: a one-time code before a bill, then promotional before other
    /// transactional ones (mixed content counts as promotional).
    ContentRule const* find(Reading const& reading) const;
    std::vector<ContentRule> const& all() const;

private:
    struct Compiled;
    std::shared_ptr<Compiled const> compiled_;
};

}  // namespace filters
