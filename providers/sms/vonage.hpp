// providers/sms/vonage.hpp: Vonage's SMS API (rest.nexmo.com), the older of its two.
#pragma once

#include "providers/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace providers {

extern Dialect const vonage;

/// The parts of the dialect, one file each.
namespace vonage_api {

/// What a call says, in its query, a form or a JSON object; names as spelt.
struct Parameters {
    std::vector<std::pair<std::string, std::string>> all;

    /// The first of that name; empty where there is none.
    std::string_view value(std::string_view name) const;
};

/// None where it can be read two ways.
model::Result<Parameters> parameters_of(Call const& call);
bool is_json(Call const& call);

extern auth::Scheme const credential;

Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Callback> callback(Call const& call, Stamp const& stamp);

}  // namespace vonage_api
}  // namespace providers
