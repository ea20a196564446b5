// tests/fuzz/mailboxes.cpp: any list of addresses, any head of a message, any multipart form.
// Holds: reading never crashes; places are inside and ascend; what is left when some are cut is read again as them.
#include "providers/wire/mailboxes.hpp"
#include "providers/wire/mime.hpp"
#include "providers/wire/multipart.hpp"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Spellings = std::vector<std::string>;

Spellings spellings(wire::Mailboxes const& list)
{
    Spellings all;
    for (auto const& box : list.all())
        all.push_back(box.spelling);
    return all;
}

/// Those that `dice` keeps.
auto keeping(std::size_t dice)
{
    return [dice](std::size_t i) { return (dice >> i % 16 & 1U) != 0; };
}

Spellings kept(Spellings const& all, std::size_t dice)
{
    Spellings left;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (keeping(dice)(i)) left.push_back(all[i]);
    }
    return left;
}

void check_list(std::string_view text, std::size_t dice)
{
    auto const list = wire::Mailboxes::read(text);
    if (!list) return;
    std::size_t behind = 0;
    for (auto const& box : list->all()) {
        if (box.begin < behind || box.end <= box.begin || box.end > text.size()) std::abort();
        behind = box.end;
    }
    providers::Cuts cuts;
    if (!wire::keep_mailboxes(*list, wire::Spelt::as_is(text, text), keeping(dice), cuts)) return;
    auto const left = providers::applied(cuts, text);
    auto const again = wire::Mailboxes::read(left);
    if (!again || spellings(*again) != kept(spellings(*list), dice)) std::abort();
}

Spellings recipients(wire::MimeHead const& head)
{
    Spellings all;
    for (auto const& field : head.recipients()) {
        for (auto& one : spellings(field.list))
            all.push_back(std::move(one));
    }
    return all;
}

void check_message(std::string_view message, std::size_t dice)
{
    wire::text_of_message(message);
    auto const head = wire::MimeHead::read(message);
    if (!head) return;
    providers::Cuts cuts;
    wire::keep_recipients(message, *head, keeping(dice), cuts);
    auto const left = providers::applied(cuts, message);
    auto const all = kept(recipients(*head), dice);
    auto const again = wire::MimeHead::read(left);
    if (!again || recipients(*again) != all) std::abort();
}

void check_form(std::string_view body)
{
    auto const parts = wire::read_multipart(body, "multipart/form-data; boundary=B");
    if (!parts) return;
    std::size_t behind = 0;
    for (auto const& part : *parts) {
        if (part.begin < behind || part.end <= part.begin || part.end > body.size()) std::abort();
        behind = part.end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string const input{reinterpret_cast<char const*>(data), size};
    auto const dice = std::hash<std::string_view>{}(input);
    check_list(input, dice);
    check_message(input, dice);
    check_form(input);
    return 0;
}
