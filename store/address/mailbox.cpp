#include "store/address/mailbox.hpp"

#include <gmime/gmime.h>

#include <memory>
#include <optional>

namespace address {
namespace {

/// Before main, so that no two threads do it: GMime counts its users without a lock.
[[maybe_unused]] bool const gmime_is_ready = (g_mime_init(), true);

using model::Problem;
using model::Result;

/// Passes over a quoted string or a (nested) comment that starts at `i`; else over one character.
std::size_t after_token(std::string_view text, std::size_t i)
{
    bool const quoted = text[i] == '"';
    if (!quoted && text[i] != '(') return i + 1;
    std::size_t depth = 1;
    for (++i; i < text.size() && depth > 0; ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == (quoted ? '"' : ')'))
            --depth;
        else if (!quoted && text[i] == '(')
            ++depth;
    }
    return i;
}

/// Whether one "@" stands outside quotes and comments, or one behind the "<" of the only list item
/// that has any. GMime leaves out what it can't read ("a@b@c", "a@b;c@d"), and a recipient must not
/// hide there.
bool has_one_at(std::string_view text)
{
    std::size_t items = 0;
    std::size_t ats = 0;  // in this item
    for (std::size_t i = 0; i < text.size(); i = after_token(text, i)) {
        char const c = text[i];
        if (c == ',' || c == ';') ats = 0;
        if (c == '<' && ats > 0) {
            ats = 0;
            --items;
        }
        if (c != '@') continue;
        if (++ats > 1) return false;
        ++items;
    }
    return items == 1;
}

/// GMime decodes the A-labels it knows by their lower-case prefix, and loses those it can't decode. Ours are compared
/// as A-labels: in upper case it leaves them alone.
std::string with_guarded_labels(std::string_view spelling)
{
    std::string text{spelling};
    for (auto at = text.find("xn--"); at != std::string::npos; at = text.find("xn--", at)) {
        text.replace(at, 2, "XN");
    }
    return text;
}

/// The only mailbox of a list, looking into its only group.
InternetAddressMailbox* only_mailbox(InternetAddressList* list)
{
    if (!list || internet_address_list_length(list) != 1) return nullptr;
    auto* const address = internet_address_list_get_address(list, 0);
    if (INTERNET_ADDRESS_IS_MAILBOX(address)) return INTERNET_ADDRESS_MAILBOX(address);
    auto* const members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address));
    if (!members || internet_address_list_length(members) != 1) return nullptr;
    auto* const member = internet_address_list_get_address(members, 0);
    return INTERNET_ADDRESS_IS_MAILBOX(member) ? INTERNET_ADDRESS_MAILBOX(member) : nullptr;
}

/// `"a b".c` to `a b.c` (RFC 5322 §3.2.4: the quotes and backslashes are no part of it).
std::string unquoted(std::string_view local)
{
    std::string content;
    bool quoted = false;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '"') {
            quoted = !quoted;
        } else {
            if (quoted && local[i] == '\\' && i + 1 < local.size()) ++i;
            content += local[i];
        }
    }
    return content;
}

}  // namespace

Result<Mailbox> read_mailbox(std::string_view spelling)
{
    if (!has_one_at(spelling)) return Problem{"not exactly one mail address", {}};
    auto const text = with_guarded_labels(spelling);
    std::unique_ptr<InternetAddressList, void (*)(gpointer)> const list{
        internet_address_list_parse(nullptr, text.c_str()), g_object_unref};
    auto* const mailbox = only_mailbox(list.get());
    char const* const found = mailbox ? internet_address_mailbox_get_addr(mailbox) : nullptr;
    if (!found) return Problem{"not exactly one mail address", {}};

    std::string_view const addr_spec{found};
    auto const at = addr_spec.rfind('@');
    if (at == std::string_view::npos) return Problem{"not a mail address", {}};
    return Mailbox{unquoted(addr_spec.substr(0, at)), std::string{addr_spec.substr(at + 1)}};
}

}  // namespace address
