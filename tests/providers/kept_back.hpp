// tests/providers/kept_back.hpp: a body with bytes behind it, and a decision as the filters would make it.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace recordings {

/// A body with the readable bytes behind it that readers ask for, filled with what could mislead them.
class Padded {
public:
    explicit Padded(std::string_view body, char filling = '\0') : bytes_{body}, size_{body.size()}
    {
        bytes_.append(wire::body_padding, filling);
    }
    std::string_view view() const { return std::string_view{bytes_}.substr(0, size_); }

private:
    std::string bytes_;
    std::size_t size_;
};

/// A decision that keeps back the recipients given, and copies whose primary recipients were all kept back.
inline model::Decision keeping_back(model::Send const& send, std::vector<bool> const& kept_back)
{
    model::Decision decision;
    for (bool const back : kept_back) {
        decision.verdicts.push_back(back ? model::Verdict{false, model::Reason::consent_withdrawn}
                                         : model::Verdict{});
    }
    std::map<std::size_t, bool> has_primary;
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        auto const& recipient = send.recipients[i];
        bool const counts = recipient.primary && decision.delivers(i);
        has_primary[recipient.envelope] = has_primary[recipient.envelope] || counts;
    }
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        if (decision.delivers(i) && !has_primary[send.recipients[i].envelope]) {
            decision.verdicts[i] = {false, model::Reason::primary_suppressed};
        }
    }
    return decision;
}

}  // namespace recordings
