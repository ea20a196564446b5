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
        case Trouble::upstream_refused:
        case Trouble::upstream_timeout: return problem.what;  // whether it may have been sent
    }
    return "Internal server error";
}

}  // namespace providers
