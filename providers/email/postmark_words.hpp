// providers/email/postmark_words.hpp: what is said of one letter, in an answer of our own and among the provider's.
#pragma once

#include "providers/email/postmark.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace providers::postmark_api {

/// "a@x, b@y": the letter's recipients that were kept back.
std::string inactive_of(Letter const& letter, model::Decision const& decision);
/// 406: nobody gets it.
boost::json::object refused(std::string_view inactive);
/// As if it was sent.
boost::json::object accepted(Letter const& letter, Stamp const& stamp);

}  // namespace providers::postmark_api
