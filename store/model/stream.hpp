// store/model/stream.hpp: where in the sender's software a message comes from. Streams are configuration, not code.
#pragma once

#include "store/model/named.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace model {

struct Stream {
    std::string name;
    /// A switch of its own: what covers any message, a kind or a category does not reach it; only
    /// what names it does.
    bool own_switch = false;
    std::vector<std::string> formerly{};  ///< names it had before
    bool retired = false;                 ///< can't be chosen any more
};

/// The configured streams in the order of the configuration.
class Streams {
public:
    Streams() = default;
    explicit Streams(std::vector<Stream> streams) : streams_{std::move(streams)} {}

    std::vector<Stream> const& all() const { return streams_; }

    /// By its name or one that it had; null: none that may be chosen is called that.
    Stream const* find(std::string_view name) const { return find_named(streams_, name); }

private:
    std::vector<Stream> streams_;
};

}  // namespace model
