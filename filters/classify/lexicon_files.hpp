// filters/classify/lexicon_files.hpp: the files of lexicon/, built in.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace filters {

/// Languages (ISO 639-1) and texts, in order of the languages.
std::vector<std::pair<std::string_view, std::string_view>> lexicon_files();

}  // namespace filters
