#include "store/claim.hpp"

#include "tests/store/changes.hpp"

#include <fstream>
#include <optional>

namespace store {
namespace {

TEST(Claim, HoldsAFileOnceWhateverLinksLeadToIt)
{
    Folder const folder;
    auto const link = folder.file("link.db");
    std::filesystem::create_symlink(folder.file(), link);
    {
        std::ofstream{folder.file()};
    }
    std::optional<Claim> first{std::in_place, "sqlite:" + folder.file()};
    EXPECT_THROW(Claim{"sqlite:" + link}, Unusable);
    EXPECT_THROW(Claim{"sqlite:" + folder.file()}, Unusable);
    first.reset();
    EXPECT_NO_THROW(Claim{"sqlite:" + link});
}

}  // namespace
}  // namespace store
