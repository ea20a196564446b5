// gateway/admin/call.hpp: one call on the admin API as a handler sees it: read, routed and
// authorised.
#pragma once

#include "gateway/admin/answer.hpp"
#include "gateway/settings/settings.hpp"
#include "store/model/token.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::admin {

/// Who calls.
struct Caller {
    std::string token;  ///< its name; empty where nobody has to say
    model::Role role = model::Role::viewer;
    std::array<std::uint8_t, 16> secret{};  ///< the store's: what is masked is told apart by it

    /// Whether addresses are shown whole.
    bool sees_addresses() const { return role >= model::Role::operator_; }
};

/// The next piece of a long body; none: that was all. A refusal where the rest can't be had: it is too large, too slow,
/// or the caller is gone.
using BodyPieces = std::function<boost::asio::awaitable<Or<std::optional<std::string>>>()>;

struct Call {
    std::string method;                                      ///< HEAD comes as GET
    std::vector<std::string> parameters;                     ///< of the path, percent-decoded
    std::vector<std::pair<std::string, std::string>> query;  ///< percent-decoded
    std::string content_type;
    std::string accept;
    std::string body;
    BodyPieces
        pieces;  ///< of a body that is taken while it comes (`Body::pieces`); `body` is empty then
    Caller caller;
    std::shared_ptr<Settings const>
        settings;  ///< those of the call's beginning, whatever is loaded meanwhile

    /// The value of a query parameter; none: absent or empty.
    std::optional<std::string> asked(std::string_view name) const
    {
        for (auto const& [key, value] : query) {
            if (key == name && !value.empty()) return value;
        }
        return std::nullopt;
    }

    /// A problem (400) where the query has a parameter that is not one of these, or one twice.
    std::optional<Answer> only(std::initializer_list<std::string_view> names) const;
};

}  // namespace gateway::admin
