// providers/wire/list_places.hpp: where the pieces of a list of mail addresses stand: the commas outside of quotes,
// comments, brackets and groups (RFC 5322 §3.4). Who they are it does not say: that is GMime's (mailboxes.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

/// One address, with its name and comments.
struct Mailbox {
    std::string spelling;  ///< as it stands there, unfolded
    std::string
        address;  ///< its addr-spec, in lower case; where GMime finds no domain, what it finds
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// What stands between the commas: a mailbox, or a group of any number of them.
struct Item {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t first = 0;  ///< index of its first mailbox
    std::size_t count = 0;
};

struct ListPlaces {
    std::vector<Mailbox> all;  ///< without their spellings and addresses
    std::vector<Item> items;
};

/// None: a quote, a comment or a group has no end, or a sign stands where it means nothing.
std::optional<ListPlaces> find_places(std::string_view list);

}  // namespace wire
