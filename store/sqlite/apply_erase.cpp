// store/sqlite/apply_erase.cpp: a person's plain data leaves (GDPR, Art. 17); the refusal stays.
#include "store/sqlite/apply.hpp"

namespace store::sqlite {

Refusal apply(Application&, model::ErasePerson const&)
{
    return refused(model::Refused::Why::invalid, "people can't be erased yet");
}

}  // namespace store::sqlite
