// providers/wire/members.hpp: what dialects ask of the members of a JSON object.
#pragma once

#include "providers/wire/json.hpp"
#include "store/model/result.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wire {

/// The value at the end of a way of keys; none where a step is missing or `null`.
std::optional<Value> at(Value from, std::initializer_list<std::string_view> way);
/// The text of a string or number there; empty where there is none.
std::string text_at(Value from, std::initializer_list<std::string_view> way);

/// What keeps a value from being an object that is read one way: it is none, or has a key that is one of `names` but for
/// the case of its letters. The place is relative to the value.
std::optional<model::Problem> object_problem(Value value, std::span<std::string_view const> names);

/// `list`, an array of `body`, as it would be with items of our own: `own` has an entry a result, ours or none for the
/// provider's next one. Where the provider has another number of results than there are entries of none, ours come
/// behind all of its. Gives the whole body.
std::string with_items(std::string_view body, Value list,
                       std::span<std::optional<std::string> const> own);

}  // namespace wire
