// store/sqlite/apply_merge.cpp: two customers that are one.
#include "store/sqlite/apply.hpp"

namespace store::sqlite {

Refusal apply(Application&, model::MergeCustomers const&)
{
    return refused(model::Refused::Why::invalid, "customers can't be merged yet");
}

}  // namespace store::sqlite
