#include "providers/trouble.hpp"

namespace providers {

std::string sentence_of(Trouble trouble, model::Problem const& problem)
{
    switch (trouble) {
        case Trouble::unreadable:
        case Trouble::unsupported_media: return problem.where + ": " + problem.what;
        case Trouble::too_large: return "The request is too large";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "The service is unavailable";
        case Trouble::upstream_refused: return "The provider was not reached";
        case Trouble::upstream_timeout: return "The provider did not answer in time";
    }
    return "Internal server error";
}

}  // namespace providers
