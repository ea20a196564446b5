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
    std::string
        collection;  ///< the source, or what several of them were cut from; empty: what marks say is meant
    std::string fold;  ///< left out together
    bool asked =
        true;  ///< false: it is shown in training, and never among those that answers are counted of
};

struct Corpus {
    std::vector<Row> rows;
    std::uint64_t hash = 0xCBF29CE484222325U;  ///< FNV-1a of all bytes read
};

/// Whose answers are counted: those of the data, or not those of rows that were invented or come from one gateway's marks.
enum class Use { shown_and_asked, shown };

/// Adds the rows of a file. Throws std::runtime_error with file and line where one can't be read.
void read(std::string const& file, Corpus& corpus, Use use = Use::shown_and_asked);

}  // namespace filters::train
