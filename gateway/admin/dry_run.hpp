// gateway/admin/dry_run.hpp: asks what a send would meet, without sending; the API and `optgate
// decide` both ask here.
#pragma once

#include "filters/classify/content.hpp"
#include "gateway/judge.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gateway::admin {

struct DryRun {
    model::Channel channel = model::Channel::sms;
    std::vector<std::string> to;              ///< as spelt
    std::optional<model::Category> category;  ///< as the header would say; none: found out
    std::string stream;
    std::string customer;
    std::optional<model::Text> text{};  ///< what it would say
};

struct DryJudged : Judged {
    /// What rules and model say of the text, wherever the category is from; none: it was not asked.
    std::optional<filters::Judgement> content;
};

DryJudged judge_dry(DryRun const& wanted, Application const& app, store::Index const& index,
                    Settings const& settings);

}  // namespace gateway::admin
