// gateway/admin/answer.hpp: what a resource answers: a JSON document, a stream, or a problem
// document (RFC 9457).
#pragma once

#include "gateway/heavy.hpp"
#include "store/model/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::admin {

/// The next piece of a long answer; none: it is complete. Throws when the rest can't be had.
using Pieces = std::function<boost::asio::awaitable<std::optional<std::string>>()>;

struct Answer {
    Answer() = default;  // no aggregate, or `Or<bool>` could take a bool for an Answer

    unsigned status = 200;
    std::string_view content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string_view, std::string>> headers;
    Pieces pieces;  ///< set: streamed instead of `body`
    bool verbatim =
        false;  ///< the pieces are UTF-8 as a whole, though one may end within a character
};

Answer json(boost::json::value const& document, unsigned status = 200);
Answer no_content();

/// {"type":"about:blank","title":"Not Found","status":404,"detail":…}
Answer problem(unsigned status, std::string_view detail);

/// 409 that names the customer in the way: "customer":"<id>".
Answer conflict(std::string_view customer);

/// 422 (or 400) that names each member: "errors":[{"pointer":"/contacts/0/address","detail":…}].
Answer problem(unsigned status, std::vector<model::Problem> const& wrong);

/// A value, or the answer that says why there is none.
template <class T>
using Or = boost::system::result<T, Answer>;

/// Boost.System asks for this; handlers look before they take.
[[noreturn]] void throw_exception_from_error(Answer const& answer, boost::source_location const&);

}  // namespace gateway::admin
