// providers/wire/run.hpp: the cuts that leave items out of a list, each with exactly one separator.
#pragma once

#include "providers/dialect.hpp"

#include <cstddef>
#include <string_view>

namespace wire {

/// Takes the items of one list in their order, as [begin, end) of the body. Behind an item kept, the separator before
/// a run that goes, goes too; before the first item kept, the one behind the run goes instead.
class Run {
public:
    explicit Run(providers::Cuts& cuts) : cuts_{cuts} {}

    void drop(std::size_t begin, std::size_t end)
    {
        if (from_ == none) from_ = kept_end_ != none ? kept_end_ : begin;
        last_end_ = end;
    }
    void keep(std::size_t begin, std::size_t end)
    {
        close(kept_end_ != none ? last_end_ : begin);
        kept_end_ = last_end_ = end;
    }
    void end() { close(last_end_); }

private:
    static constexpr std::size_t none = std::string_view::npos;

    void close(std::size_t to)
    {
        if (from_ != none) cuts_.push_back({from_, to});
        from_ = none;
    }

    providers::Cuts& cuts_;
    std::size_t kept_end_ = none;  ///< of the last item kept
    std::size_t from_ = none;      ///< of the run to leave out
    std::size_t last_end_ = none;
};

}  // namespace wire
