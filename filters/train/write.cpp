#include "filters/train/write.hpp"

#include <fstream>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace filters::train {
namespace {

template <class Number>
void write_list(std::ostream& out, char const* type, char const* name,
                std::vector<Number> const& numbers)
{
    out << "constexpr " << type << ' ' << name << "[] = {";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        out << (i % 32 == 0 ? "\n" : "") << static_cast<int>(numbers[i]) << ',';
    }
    out << "};\n";
}

std::string hex(std::uint64_t number, int digits)
{
    std::ostringstream out;
    out << std::hex << std::setfill('0') << std::setw(digits) << number;
    return out.str();
}

}  // namespace

void write(std::string const& file, Trained& trained, std::uint64_t data_hash,
           std::string const& dev, std::string const& sources_out)
{
    std::ostringstream body;
    body << "constexpr std::int32_t weights_bias = " << trained.weights.bias << ";\n"
         << "constexpr std::int32_t weights_transactional_at_most = "
         << trained.weights.transactional_at_most
         << ";\nconstexpr std::int32_t weights_promotional_from = "
         << trained.weights.promotional_from
         << ";\nconstexpr std::int32_t weights_entry_unit = " << trained.weights.entry_unit
         << ";\nconstexpr std::int32_t weights_gram_unit = " << trained.weights.gram_unit << ";\n";
    write_list(body, "std::int16_t", "weights_measures", trained.measures);
    write_list(body, "std::int8_t", "weights_entries", trained.entries);
    write_list(body, "std::int8_t", "weights_grams", trained.grams);
    std::uint64_t version = 0xCBF29CE484222325U;
    for (char const c : body.str())
        version = (version ^ static_cast<unsigned char>(c)) * 0x100000001B3U;

    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << "// Written by optgate_train: don't edit.\n// data FNV-1a " << hex(data_hash, 16)
        << "\n// dev: " << dev << "\n// sources out: " << sources_out
        << "\n// clang-format off\n// NOLINTBEGIN\n#pragma once\n\n#include <cstdint>\n#include "
           "<string_view>\n\n"
           "namespace filters {\nnamespace {\n\nconstexpr std::string_view weights_version = \""
        << hex(version & 0xFFFFFFFFU, 8) << "\";\n"
        << body.str() << "\n}  // namespace\n}  // namespace filters\n// NOLINTEND\n";
    out.flush();
    if (!out) throw std::runtime_error(file + " can't be written");
}

}  // namespace filters::train
