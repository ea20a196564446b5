// filters/train/write.hpp: the weights as C++ that filters/classify/model.cpp includes.
#pragma once

#include "filters/train/training.hpp"

#include <cstdint>
#include <string>

namespace filters::train {

/// Throws std::runtime_error where the file can't be written.
void write(std::string const& file, Trained& trained, std::uint64_t data_hash,
           std::string const& dev, std::string const& sources_out);

}  // namespace filters::train
