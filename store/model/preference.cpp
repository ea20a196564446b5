#include "store/model/preference.hpp"

namespace model {
namespace {
constexpr std::string_view stream_prefix = "stream:";
}

std::string to_string(Covers const& covers)
{
    switch (covers.what) {
        case Covers::What::any: return "any";
        case Covers::What::stream: return std::string{stream_prefix} + covers.name;
        default: return covers.name;
    }
}

Covers read_covers(std::string_view text)
{
    if (text == "any") return {};
    if (find_kind(text)) return {Covers::What::kind, std::string{text}};
    if (text.starts_with(stream_prefix)) {
        return {Covers::What::stream, std::string{text.substr(stream_prefix.size())}};
    }
    return {Covers::What::category, std::string{text}};
}

}  // namespace model
