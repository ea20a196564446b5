// store/model/category.hpp: why a message is sent. Categories are configuration, not code.
#pragma once

#include "store/model/named.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace model {

/// The only two things a person's switches must know.
enum class Kind : std::uint8_t { promotional, transactional };

inline constexpr std::array<std::string_view, 2> kind_names{"promotional", "transactional"};
constexpr std::string_view name_of(Kind kind)
{
    return kind_names[static_cast<std::size_t>(kind)];
}

constexpr std::optional<Kind> find_kind(std::string_view name)
{
    if (name == kind_names[0]) return Kind::promotional;
    if (name == kind_names[1]) return Kind::transactional;
    return std::nullopt;
}

enum class ConsentRule : std::uint8_t {
    opt_out,  ///< allowed until stopped
    opt_in,   ///< needs a recorded yes
    always,   ///< only a hard suppression stops it
};

inline constexpr std::array<std::string_view, 3> consent_rule_names{"opt_out", "opt_in", "always"};
constexpr std::string_view name_of(ConsentRule rule)
{
    return consent_rule_names[static_cast<std::size_t>(rule)];
}

/// One of the configured categories; its name, kind and rule are in `Categories`.
struct Category {
    std::uint8_t index;
    bool operator==(Category const&) const = default;
};

enum class Mode : std::uint8_t {
    enforce,  ///< keep back what is not wanted
    observe,  ///< forward it, but journal what would have been kept back
};

inline constexpr std::array<std::string_view, 2> mode_names{"enforce", "observe"};
constexpr std::string_view name_of(Mode mode)
{
    return mode_names[static_cast<std::size_t>(mode)];
}

/// What to do with a message of a category when consent can't be known (design: promise 5).
enum class Doubt : std::uint8_t { suppress, deliver };

struct CategoryInfo {
    std::string name;
    Kind kind = Kind::promotional;
    ConsentRule rule = ConsentRule::opt_out;
    Mode mode = Mode::enforce;
    Doubt doubt = Doubt::suppress;        ///< shipped: promotional suppress, transactional deliver
    std::vector<std::string> formerly{};  ///< names it had before
    bool retired = false;                 ///< can't be chosen any more
};

/// The configured categories in the order of the configuration; at most 255.
class Categories {
public:
    Categories() = default;
    explicit Categories(std::vector<CategoryInfo> infos) : infos_{std::move(infos)} {}

    CategoryInfo const& operator[](Category category) const { return infos_[category.index]; }
    std::vector<CategoryInfo> const& all() const { return infos_; }

    /// By its name or one that it had; none: no category that may be chosen is called that.
    std::optional<Category> find(std::string_view name) const
    {
        auto const* found = find_named(infos_, name);
        if (found == nullptr) return std::nullopt;
        return Category{static_cast<std::uint8_t>(found - infos_.data())};
    }

private:
    std::vector<CategoryInfo> infos_;
};

}  // namespace model
