// store/claim.hpp: one gateway a SQLite file. Each keeps in memory what everybody chose; a second one on the same file
// would not hear of the changes that the first acknowledges. (Commands only read, or write tokens: they need no claim.)
#pragma once

#include <string>

namespace store {

/// Holds "FILE.serving" locked (flock(2)) for as long as it lives; the kernel lets go however the process ends.
class Claim {
public:
    /// Of "sqlite:FILE". Throws `Unusable` where another process serves it, or its folder can't be written.
    explicit Claim(std::string const& url);
    ~Claim();
    Claim(Claim const&) = delete;
    Claim& operator=(Claim const&) = delete;

private:
    int descriptor_;
};

}  // namespace store
