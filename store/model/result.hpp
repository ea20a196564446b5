// store/model/result.hpp: what was wrong with an input, and a value or that.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>

namespace model {

/// What was wrong with the input, and where. Never holds an address or a text.
struct Problem {
    std::string what;   ///< one sentence without a full stop, for a person: "duplicate key"
    std::string where;  ///< path, field, line or byte: "personalizations.0.to.1.email"

    bool operator==(Problem const&) const = default;
};

/// A value read from an input, or what was wrong with it.
template <class T>
using Result = boost::system::result<T, Problem>;

/// Boost.System calls this from `value()` on a failure: a bug of ours, since callers ask first.
[[noreturn]] inline void throw_exception_from_error(Problem const& problem,
                                                    boost::source_location const&)
{
    throw std::logic_error(problem.what + " at " + problem.where);
}

}  // namespace model
