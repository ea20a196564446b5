// providers/sms/azure.hpp: Azure Communication Services: SMS and e-mail of one resource.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace providers {

extern Dialect const azure;

/// The parts of the dialect, one file each.
namespace azure_api {

/// The lists of addresses of an e-mail.
inline constexpr std::array<std::string_view, 3> address_lists{"to", "cc", "bcc"};

inline bool is_address_list(std::string_view key)
{
    return std::ranges::find(address_lists, key) != address_lists.end();
}

/// Whether a call is about e-mail; else it is about SMS.
bool is_mail(Call const& call);

Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);
std::optional<Answer> recall(Call const& call, Stamp const& stamp);

/// How an operation of ours ends. All there is to know of it stands in its id, so nothing is kept.
enum class Ending { failed, succeeded };
/// A UUID of version 8 (RFC 9562 §5.8), which Azure's own, of version 4, never are.
std::string operation_id(Stamp const& stamp, Ending ending);
/// None: the id is none of ours.
std::optional<Ending> ending_of(std::string_view operation_id);

/// What Azure says of a mail none of whose recipients may get it.
inline constexpr std::string_view dropped_code = "EmailDroppedAllRecipientsSuppressed";
inline constexpr std::string_view dropped_message =
    "Message dropped because all recipients were suppressed";

}  // namespace azure_api
}  // namespace providers
