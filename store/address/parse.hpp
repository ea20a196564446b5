// store/address/parse.hpp: spellings of one address are one Address.
#pragma once

#include "store/model/address.hpp"
#include "store/model/result.hpp"

#include <string_view>

namespace address {

/// The canonical address behind a spelling, told apart by form:
///   phones   "+1 (415) 555-0100", "tel:+14155550100", "0014155550100", "whatsapp:+14155550100",
///            full-width digits;
///            without a country code the number is one of `default_region` ("US", ISO 3166-1)
///   mail     "Alice <alice@Example.COM>", quoted local parts, comments, encoded words, IDN in
///            either spelling
///   opaque   "viber:<id>", "whatsapp:<id that is no number>"
/// A problem says what is wrong, never the spelling itself.
model::Result<model::Address> parse(std::string_view spelling, std::string_view default_region);

}  // namespace address
