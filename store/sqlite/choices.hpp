// store/sqlite/choices.hpp: what a customer chose, and what it started with, for those who bring
// customers together: carbon copies and merges. Of two choices on one slot the stricter wins, and of
// two that say the same the one that weighs more is remembered: a recipient's own word is never
// lost.
#pragma once

#include "store/sqlite/apply.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace store::sqlite {

/// A choice and who made it.
struct Choice {
    model::State state = model::State::stop;
    std::string source;
    std::string evidence;
    std::string customer;  ///< whose it is
};
/// By channel (empty: any) and what is covered, as the columns spell them.
using Choices = std::map<std::pair<std::string, std::string>, Choice>;

Choices choices_of(Application& application, std::string const& customer);
/// Of each slot the stricter.
void take_stricter(Choices& choices, Choices const& others);
/// Makes them the customer's own where they are not yet, with the source and evidence that they
/// have. `because` makes the note's last sentence of whose a choice was. False: all were.
bool put_choices(Application& application, std::string const& customer, Choices const& choices,
                 std::string (*because)(std::string_view customer));

// apply_start.cpp: what a customer's channels start with.

using MaybeStart = std::optional<model::Start>;
/// The entry's sequence; its source is "default".
std::int64_t append_start(Application& application, std::string const& customer,
                          MaybeStart const& before, model::Start const& start);
/// Who has none adds nothing.
MaybeStart stricter(MaybeStart const& one, MaybeStart const& other);
/// Writes it where it is another than before; false: it is not.
bool put_start(Application& application, std::string const& customer, MaybeStart const& before,
               MaybeStart const& start);

}  // namespace store::sqlite
