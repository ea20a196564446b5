// gateway/judge.hpp: the middle of a send's life, without I/O: whose addresses are these, why is it sent, who may
// get it. The pipeline and the admin API's dry run both ask here, so they can't disagree.
#pragma once

#include "filters/classify/classify.hpp"
#include "gateway/settings/settings.hpp"
#include "gateway/texts.hpp"
#include "store/index/index.hpp"
#include "store/model/address.hpp"
#include "store/model/decision.hpp"
#include "store/model/send.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gateway {

/// Whose addresses a send's recipients are: one each; none: unreadable.
using Addresses = std::vector<std::optional<model::Address>>;

struct Judged {
    model::Decision decision;  ///< what consent says; modes come after
    Addresses addresses;
};

/// What the application's and the common settings add to the cues of a send.
void add_settings(filters::Cues& cues, Application const& application, Settings const& settings);

/// Why each message is sent. `texts` are asked only where nothing before them speaks.
std::vector<model::Classified> classify(model::Send const& send, filters::Cues const& cues,
                                        Application const& application, Settings const& settings,
                                        Texts& texts);

Addresses addresses_of(model::Send const& send, Settings const& settings);

/// Who may get it. `customer` is the one the send names, or empty; an unknown one is as if none were named.
Judged judge(model::Send const& send, Addresses addresses,
             std::vector<model::Classified> categories, std::string_view stream,
             std::string_view customer, store::Index const& index, Settings const& settings);

}  // namespace gateway
