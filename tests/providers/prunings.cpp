#include "tests/providers/prunings.hpp"

#include <array>
#include <utility>

namespace prunings {

Said of(std::string_view dialect)
{
    constexpr std::array known{
        std::pair<std::string_view, Said>{"azure", azure},
        std::pair<std::string_view, Said>{"infobip", infobip},
        std::pair<std::string_view, Said>{"plivo", plivo},
        std::pair<std::string_view, Said>{"mailgun", mailgun},
        std::pair<std::string_view, Said>{"postmark", postmark},
        std::pair<std::string_view, Said>{"sendgrid", sendgrid},
        std::pair<std::string_view, Said>{"ses", ses},
    };
    for (auto const& [name, said] : known) {
        if (name == dialect) return said;
    }
    return nullptr;
}

}  // namespace prunings
