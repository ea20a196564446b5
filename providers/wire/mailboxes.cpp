#include "providers/wire/mailboxes.hpp"

#include "providers/wire/gmime.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>

namespace wire {
namespace {

/// Before main, so that no two threads do it: GMime counts its users without a lock.
[[maybe_unused]] bool const gmime_is_ready = (g_mime_init(), true);

using Addresses = std::vector<std::string>;

void gather(InternetAddressList* list, Addresses& found)
{
    int const length = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < length; ++i) {
        auto* const one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
            auto const* text = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
            auto& address = found.emplace_back(text ? text : "");
            std::transform(address.begin(), address.end(), address.begin(), lower);
        } else {
            gather(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), found);
        }
    }
}

/// Everybody GMime finds in a list, in order.
Addresses addresses_of(std::string_view text)
{
    // It decodes the A-labels it knows by their lower-case prefix, and loses those it can't decode.
    std::string guarded{text};
    for (auto at = guarded.find("xn--"); at != std::string::npos; at = guarded.find("xn--", at))
        guarded.replace(at, 2, "XN");
    Addresses found;
    Owned<InternetAddressList> const list{internet_address_list_parse(nullptr, guarded.c_str())};
    gather(list.get(), found);
    return found;
}

/// letters@letters: one address to every reader.
bool is_plain(std::string_view text)
{
    auto const at = text.find('@');
    auto const is_letter = [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
    };
    auto const is_dotted = [&](std::string_view part, std::string_view more) {
        return !part.empty() && part.front() != '.' && part.back() != '.' &&
               part.find("..") == std::string_view::npos &&
               std::all_of(part.begin(), part.end(), [&](char c) {
                   return is_letter(c) || more.find(c) != std::string_view::npos;
               });
    };
    return at != std::string_view::npos && is_dotted(text.substr(0, at), ".-_+") &&
           is_dotted(text.substr(at + 1), ".-");
}

/// Without the line breaks of folding, and as UTF-8.
std::string unfolded(std::string_view text, std::string const& address)
{
    std::string line{text};
    std::erase_if(line, [](char c) { return c == '\r' || c == '\n'; });
    bool const is_text =
        g_utf8_validate(line.data(), static_cast<gssize>(line.size()), nullptr) != 0;
    return is_text ? line : address;
}

/// A line break must be one of folding; other control characters are none of an address.
bool has_control(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c == '\n') {
            auto const next = i + 1 < text.size() ? text[i + 1] : '\0';
            if (next != ' ' && next != '\t') return true;
        } else if (c == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') return true;
        } else if ((c < 0x20 && c != '\t') || c == 0x7F) {
            return true;
        }
    }
    return false;
}

std::string_view piece_of(std::string_view text, Mailbox const& box)
{
    return text.substr(box.begin, box.end - box.begin);
}

void take_plain(std::string_view text, ListPlaces& list)
{
    for (Mailbox& box : list.all) {
        box.spelling = piece_of(text, box);
        box.address = box.spelling;
        std::transform(box.address.begin(), box.address.end(), box.address.begin(), lower);
    }
}

/// One word that is no address is let through as such; more may hide one.
bool take_only(std::string_view text, Addresses const& found, Mailbox& box)
{
    auto const piece = piece_of(text, box);
    bool const is_word = piece.find_first_of(" \t\n<>\"()[]") == std::string_view::npos;
    if (found.size() > 1 || (found.empty() && !is_word)) return false;
    if (!found.empty()) box.address = found.front();
    box.spelling = unfolded(piece, box.address);
    return true;
}

/// Says who they are; false: GMime does not read in the pieces whom it reads in the whole.
bool take_addresses(std::string_view text, ListPlaces& list)
{
    bool const plain = std::all_of(list.all.begin(), list.all.end(), [&](Mailbox const& box) {
        return is_plain(piece_of(text, box));
    });
    if (plain && list.items.size() == list.all.size()) return take_plain(text, list), true;
    Addresses const whole = addresses_of(text);
    if (list.all.size() == 1) return take_only(text, whole, list.all.front());
    Addresses pieces;
    for (Mailbox& box : list.all) {
        auto const piece = piece_of(text, box);
        auto const found = addresses_of(piece);
        // A word before a comma may also be the beginning of the next one's name.
        if (found.size() != 1 || found.front().find('@') == std::string::npos) return false;
        box.address = found.front();
        box.spelling = unfolded(piece, box.address);
        pieces.push_back(box.address);
    }
    return pieces == whole;
}

}  // namespace

model::Result<Mailboxes> Mailboxes::read(std::string_view text)
{
    if (has_control(text)) return model::Problem{"a control character in a list of addresses", {}};
    auto places = find_places(text);
    if (!places || !take_addresses(text, *places)) {
        return model::Problem{"a list of addresses that can be read in two ways", {}};
    }
    return Mailboxes{*std::move(places)};
}

}  // namespace wire
