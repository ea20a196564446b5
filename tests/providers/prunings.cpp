#include "tests/providers/prunings.hpp"

#include <array>
#include <utility>

namespace prunings {

Said of(std::string_view dialect)
{
    constexpr std::array known{
        std::pair<std::string_view, Said>{"sendgrid", sendgrid},
    };
    for (auto const& [name, said] : known) {
        if (name == dialect) return said;
    }
    return nullptr;
}

}  // namespace prunings
