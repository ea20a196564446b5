// A failed fsync stops the process: the kernel may have dropped the pages, and a second one would report success.
#include "tests/store/changes.hpp"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

bool syncs_fail = false;

int sync_or_fail(long call, int descriptor)
{
    if (!syncs_fail) return static_cast<int>(::syscall(call, descriptor));
    errno = EIO;
    return -1;
}

}  // namespace

// These stand before the C library's for everything in this process, SQLite too.
extern "C" int fsync(int descriptor)
{
    return sync_or_fail(SYS_fsync, descriptor);
}
extern "C" int fdatasync(int descriptor)
{
    return sync_or_fail(SYS_fdatasync, descriptor);
}

namespace store {
namespace {

TEST(FailedSync, StopsTheProcessBeforeAnythingIsAcknowledged)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    Folder const folder;
    EXPECT_EXIT(
        {
            auto const writer = open("sqlite:" + folder.file())->writer();
            syncs_fail = true;
            writer->commit({{stop(phone())}, {}});
        },
        testing::ExitedWithCode(74), "the disk refused to sync the store");
}

}  // namespace
}  // namespace store
