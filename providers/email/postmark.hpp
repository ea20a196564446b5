// providers/email/postmark.hpp: Postmark's Email API.
#pragma once

#include "providers/dialect.hpp"
#include "providers/wire/mailboxes.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace providers {

extern Dialect const postmark;

/// The parts of the dialect, one file each.
namespace postmark_api {

enum class Endpoint { letter, batch, bulk };

/// None: the path sends nothing.
std::optional<Endpoint> endpoint_of(std::string_view path);

/// One of a letter's `To`, `Cc`, `Bcc`.
struct List {
    wire::Value member;
    wire::Mailboxes boxes;
};

/// One message, and its recipients: those of its lists, in their order.
struct Letter {
    wire::Value value;
    std::vector<List> lists;
    std::size_t first = 0;  ///< index of its first recipient in the send
    std::size_t count = 0;

    /// Whether anyone of it is delivered. One without recipients is the provider's to refuse.
    bool goes(model::Decision const& decision) const;
};

/// What a call sends.
struct Letters {
    wire::Document document;
    std::optional<wire::Value> batch;  ///< the array they stand in
    std::vector<Letter> all;
};

model::Result<Letters> read_letters(Call const& call);

Cuts rewrite(Call const& call, model::Decision const& decision);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
std::optional<Answer> merge(Call const& call, model::Decision const& decision, RefusalStyle style,
                            ProviderAnswer const& heard, Stamp const& stamp);

}  // namespace postmark_api
}  // namespace providers
