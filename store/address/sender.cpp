#include "store/address/sender.hpp"

#include "store/address/ascii.hpp"
#include "store/address/parse.hpp"

namespace address {

std::string read_sender(std::string_view spelling, std::string_view default_region)
{
    auto const read = parse(spelling, default_region);
    if (read && read->form() == model::Address::Form::phone) return read->text();
    return std::string{trimmed(spelling)};
}

}  // namespace address
