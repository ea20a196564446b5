// providers/wire/gmime.hpp: GMime's objects as values that end by themselves.
#pragma once

#include <gmime/gmime.h>

#include <memory>

namespace wire {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
/// One reference of ours to an object of GMime's.
template <class T>
using Owned = std::unique_ptr<T, Unref>;

}  // namespace wire
