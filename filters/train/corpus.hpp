// filters/train/corpus.hpp: labelled messages, one JSON object a line:
//   {"text", "subject"?, "channel", "label": "promotional" | "transactional", "lang"?, "source"?}
#pragma once

#include "filters/classify/features.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace filters::train {

struct Row {
    Features features;
    bool promotional = false;
    std::string source;
    std::string language;
    std::string fold;  ///< left out together
};

struct Corpus {
    std::vector<Row> rows;
    std::uint64_t hash = 0xCBF29CE484222325U;  ///< FNV-1a of all bytes read
};

/// Adds the rows of a file. Throws std::runtime_error with file and line where one can't be read.
void read(std::string const& file, Corpus& corpus);

}  // namespace filters::train
