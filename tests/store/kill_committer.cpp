// tests/store/kill_committer.cpp: store_committer FILE FIRST
// Stops the numbers FIRST, FIRST+1, ... and journals one block each; prints each number, as 4 bytes, once both are
// acknowledged. Goes on until it is killed.
#include "store/group_commit.hpp"
#include "tests/store/changes.hpp"

#include <unistd.h>

#include <semaphore>

namespace {

constexpr int at_once = 64;

void acknowledge(int number)
{
    if (::write(STDOUT_FILENO, &number, sizeof number) != sizeof number) std::_Exit(1);
}

}  // namespace

int main(int, char** arguments)
{
    using namespace store;
    auto const the_store = open(std::string{"sqlite:"} + arguments[1]);
    Index index{the_store->secret()};
    GroupCommit commits{the_store->writer(), index, {}};
    std::counting_semaphore<at_once> room{at_once};
    for (int number = std::atoi(arguments[2]);; ++number) {
        room.acquire();
        model::JournalEntry entry;
        entry.address = phone(number).text();
        entry.at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        commits.record({entry}, [](bool) {});
        commits.change({stop(phone(number))}, [&room, number](auto changes) {
            if (!changes) std::_Exit(2);
            acknowledge(number);
            room.release();
        });
    }
}
