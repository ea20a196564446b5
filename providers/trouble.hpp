// providers/trouble.hpp: a trouble in a sentence, for dialects whose providers have no words of their own for it.
#pragma once

#include "providers/dialect.hpp"

#include <string>

namespace providers {

/// "messages.0: not a string"; "The request is too large".
std::string sentence_of(Trouble trouble, model::Problem const& problem);

}  // namespace providers
