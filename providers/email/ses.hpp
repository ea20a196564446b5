// providers/email/ses.hpp: Amazon SES: the v2 API in JSON, and the v1 query API, on the same hosts. Told apart by path.
#pragma once

#include "providers/aws/answer.hpp"
#include "providers/dialect.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/mime.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace providers {

extern Dialect const ses;

/// The parts of the dialect, one file each.
namespace ses_api {

inline constexpr std::array<std::string_view, 3> address_lists{"ToAddresses", "CcAddresses",
                                                               "BccAddresses"};
inline constexpr std::string_view rejection =
    "Email address is on the suppression list for your account";

/// A raw message, out of its base64.
struct Raw {
    std::string message;
    wire::MimeHead head;

    std::size_t recipients() const;
};

/// White space between the lines of base64 means nothing.
model::Result<Raw> read_raw(std::string_view base64);
/// The recipients of its head; `pattern` says what they all are.
void add_recipients(Raw const& raw, model::Recipient pattern, model::Send& send);
/// What its head says about why it is sent.
void add_hints(Raw const& raw, model::Message& message);
/// Its base64 without those kept back, whose first one is recipient `first`; none: nobody is, or its sender signed it.
std::optional<std::string> pruned(Raw const& raw, model::Decision const& decision,
                                  std::size_t first);
/// The addresses of its head that are delivered: for an envelope of its own where the head can't be cut.
std::vector<std::string> delivered(Raw const& raw, model::Decision const& decision,
                                   std::size_t first);

/// "010b0c…-0f8fad5b-…-000000", as SES makes them.
std::string message_id(Stamp const& stamp);

namespace v1 {
bool claims(Call const& call);
model::Result<model::Send> read(Call const& call);
model::Text text(Call const& call, std::size_t message);
Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);
inline constexpr aws::Voice voice{aws::Protocol::query, "http://ses.amazonaws.com/doc/2010-12-01/"};
}  // namespace v1

namespace v2 {
bool claims(Call const& call);
model::Result<model::Send> read(Call const& call);
model::Text text(Call const& call, std::size_t message);
Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);
inline constexpr aws::Voice voice{aws::Protocol::rest_json, {}};
}  // namespace v2

}  // namespace ses_api
}  // namespace providers
