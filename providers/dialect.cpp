#include "providers/dialect.hpp"

namespace providers {

unsigned status_of(Trouble trouble)
{
    switch (trouble) {
        case Trouble::unreadable: return 400;
        case Trouble::unsupported_media: return 415;
        case Trouble::too_large: return 413;
        case Trouble::overloaded:
        case Trouble::store_unavailable: return 503;
        case Trouble::upstream_refused: return 502;
        case Trouble::upstream_timeout: return 504;
    }
    return 500;
}

Trouble trouble_of(model::Problem const& problem)
{
    return problem.where == media_type_field ? Trouble::unsupported_media : Trouble::unreadable;
}

Cuts cut_nothing(Call const&, model::Decision const&)
{
    return {};
}

std::string applied(Cuts const& cuts, std::string_view body)
{
    std::string result;
    result.reserve(body.size());
    std::size_t from = 0;
    for (Cut const& cut : cuts) {
        result.append(body.substr(from, cut.begin - from)).append(cut.instead);
        from = cut.end;
    }
    result.append(body.substr(from));
    return result;
}

}  // namespace providers
