// providers/email/sendgrid.hpp: Twilio SendGrid, v3 Mail Send.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/json.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace providers {

extern Dialect const sendgrid;

/// The parts of the dialect, one file each.
namespace sendgrid_api {

/// The lists of addresses in a personalization.
inline constexpr std::array<std::string_view, 3> address_lists{"to", "cc", "bcc"};

inline bool is_address_list(std::string_view key)
{
    return std::find(address_lists.begin(), address_lists.end(), key) != address_lists.end();
}

/// Which message each personalization gets: one of its own where it says who sends it or what it is about; all others
/// share one. Asked in the order of the body.
class Numbering {
public:
    std::size_t of(wire::Value envelope);

private:
    std::size_t next_ = 0;
    std::optional<std::size_t> shared_;
};

model::Text text(Call const& call, std::size_t message);
Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);

}  // namespace sendgrid_api
}  // namespace providers
