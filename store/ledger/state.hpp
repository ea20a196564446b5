// store/ledger/state.hpp: how a state is spelt in the ledger's `before` and `after`: JSON. Pure.
//
//   preference   {"channel":"sms","covers":"promotional","state":"stop"}
//   suppression  {"channel":"sms","suppression":"stop_reply","sender":"+14155550100"}
//   customer     {"kind":"customer","name":"Ada","carbon_copy_of":"b1"}
//   contact      {"label":"mobile"}
//   start        {"phone":true,"email":false}
#pragma once

#include "store/model/customer.hpp"
#include "store/model/preference.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace store {

std::string to_json(model::Preference const& preference);
std::string to_json(model::HardStop const& stop);
std::string to_json(model::Customer const& customer);  ///< without its contacts
std::string to_json(model::Start const& start);
std::string label_to_json(std::string const& label);

/// What the first two above wrote; none: it is something else.
std::optional<model::Preference> read_preference(std::string_view json);
std::optional<model::HardStop> read_hard_stop(std::string_view json);

}  // namespace store
