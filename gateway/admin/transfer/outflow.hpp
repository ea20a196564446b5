// gateway/admin/transfer/outflow.hpp: the state as a file that an empty store reads back to the same state.
//
//   CSV           a header, then a row a thing; only the columns that the parts asked for use
//   JSON lines    an object a thing, without the members that would be empty
//
// The parts come in an order in which each row finds what it needs: customers, their links, preferences, suppressions,
// contacts. Each page is one consistent state; what changes meanwhile may be in the file or not.
#pragma once

#include "gateway/admin/transfer/intake.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin::transfer {

inline constexpr std::array<std::string_view, 5> what_names{"all", "customers", "contacts",
                                                            "preferences", "suppressions"};
/// The parts behind one of these names; none: there is no such.
std::vector<store::Listed> parts_of(std::string_view what);

class Outflow {
public:
    Outflow(std::vector<store::Listed> parts, Form form);

    /// The next piece; none: that was all.
    std::optional<std::string> next(store::Reader& reader);
    std::uint64_t rows() const { return rows_; }

private:
    std::string header() const;
    void add(std::string& piece, store::Listed part, store::StateRow const& row) const;

    std::vector<store::Listed> parts_;
    Form form_;
    std::vector<Field> columns_;
    std::size_t part_ = 0;
    std::optional<store::StateRow> last_;
    bool begun_ = false;
    std::uint64_t rows_ = 0;
};

}  // namespace gateway::admin::transfer
