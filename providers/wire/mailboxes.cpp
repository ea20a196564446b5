#include "providers/wire/mailboxes.hpp"

#include "providers/wire/gmime.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>

namespace wire {
namespace {

/// Before main, so that no two threads do it: GMime counts its users without a lock.
[[maybe_unused]] bool const gmime_is_ready = (g_mime_init(), true);

constexpr std::string_view white = " \t\r\n";
constexpr std::size_t deepest_comment = 16;

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

}  // namespace

/// Finds the places: walks quotes, comments and brackets to the commas between items.
class ListReader {
public:
    explicit ListReader(std::string_view text) : text_{text} {}

    bool walk()
    {
        while (at_ < text_.size()) {
            if (!step()) return false;
        }
        if (in_group_) return false;
        end_piece();
        return true;
    }

    /// Whether GMime reads in the pieces whom it reads in the whole.
    bool agrees()
    {
        bool const plain =
            std::all_of(list_.all_.begin(), list_.all_.end(), [&](Mailbox const& box) {
                return is_plain(text_.substr(box.begin, box.end - box.begin));
            });
        if (plain && list_.items_.size() == list_.all_.size()) return take_plain();
        Addresses const whole = addresses_of(text_);
        if (list_.all_.size() == 1) return take_only(whole);
        Addresses pieces;
        for (Mailbox& box : list_.all_) {
            auto const piece = text_.substr(box.begin, box.end - box.begin);
            auto const found = addresses_of(piece);
            // A word before a comma may also be the beginning of the next one's name.
            if (found.size() != 1 || found.front().find('@') == std::string::npos) return false;
            box.address = found.front();
            box.spelling = unfolded(piece, box.address);
            pieces.push_back(box.address);
        }
        return pieces == whole;
    }

    Mailboxes taken() { return std::move(list_); }

private:
    bool step()
    {
        char const c = text_[at_];
        switch (c) {
            case '"': return take(&ListReader::pass_quotes);
            case '(': return take(&ListReader::pass_comment);
            case '<': return take(&ListReader::pass_angle);
            case '[': return take(&ListReader::pass_literal);
            case ',': return end_piece(), ++at_, true;
            case ':': return begin_group();
            case ';': return end_group();
            case '>':
            case ']':
            case ')':
            case '\\': return false;
            default: break;
        }
        if (white.find(c) == std::string_view::npos) {
            extend(at_, at_ + 1);
            has_content_ = true;
        }
        ++at_;
        return true;
    }

    /// Comments alone are no piece, but belong to the one they stand in.
    void extend(std::size_t begin, std::size_t end)
    {
        begin_ = std::min(begin_, begin);
        end_ = end;
    }

    /// From the opening quote to behind the closing one; false: there is none.
    bool pass_quotes()
    {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
        }
        return ++at_ <= text_.size();
    }
    bool pass_angle()
    {
        for (++at_; at_ < text_.size() && text_[at_] != '>';) {
            if (text_[at_] == '<') return false;
            if (text_[at_] == '"') {
                if (!pass_quotes()) return false;
            } else {
                ++at_;
            }
        }
        return ++at_ <= text_.size();
    }
    bool pass_literal()
    {
        at_ = text_.find(']', at_);
        return at_ != std::string_view::npos && ++at_ <= text_.size();
    }
    bool pass_comment()
    {
        std::size_t depth = 0;
        for (; at_ < text_.size(); ++at_) {
            char const c = text_[at_];
            if (c == '\\') ++at_;
            if (c == '(' && ++depth > deepest_comment) return false;
            if (c == ')' && --depth == 0) return ++at_, true;
        }
        return false;
    }

    bool take(bool (ListReader::*pass)())
    {
        auto const begin = at_;
        if (!(this->*pass)()) return false;
        extend(begin, at_);
        has_content_ = has_content_ || pass != &ListReader::pass_comment;
        return true;
    }

    void end_piece()
    {
        if (has_content_) {
            if (!in_group_) list_.items_.push_back({begin_, end_, list_.all_.size(), 0});
            ++list_.items_.back().count;
            list_.all_.push_back({{}, {}, begin_, end_});
        }
        forget();
    }
    void forget()
    {
        begin_ = std::string_view::npos;
        has_content_ = false;
    }

    bool begin_group()
    {
        if (in_group_ || !has_content_) return false;
        list_.items_.push_back({begin_, 0, list_.all_.size(), 0});
        in_group_ = true;
        forget();
        ++at_;
        return true;
    }
    bool end_group()
    {
        if (!in_group_) return false;
        end_piece();
        in_group_ = false;
        list_.items_.back().end = ++at_;
        auto const next = text_.find_first_not_of(white, at_);
        return next == std::string_view::npos || text_[next] == ',';
    }

    /// One word that is no address is let through as such; more may hide one.
    bool take_only(Addresses const& found)
    {
        Mailbox& box = list_.all_.front();
        auto const piece = text_.substr(box.begin, box.end - box.begin);
        bool const is_word = piece.find_first_of(" \t\n<>\"()[]") == std::string_view::npos;
        if (found.size() > 1 || (found.empty() && !is_word)) return false;
        if (!found.empty()) box.address = found.front();
        box.spelling = unfolded(piece, box.address);
        return true;
    }

    bool take_plain()
    {
        for (Mailbox& box : list_.all_) {
            box.spelling = text_.substr(box.begin, box.end - box.begin);
            box.address = box.spelling;
            std::transform(box.address.begin(), box.address.end(), box.address.begin(), lower);
        }
        return true;
    }

    std::string_view text_;
    Mailboxes list_;
    std::size_t at_ = 0;
    std::size_t begin_ = std::string_view::npos;  ///< of the piece
    std::size_t end_ = 0;
    bool has_content_ = false;
    bool in_group_ = false;
};

model::Result<Mailboxes> Mailboxes::read(std::string_view text)
{
    if (has_control(text)) return model::Problem{"a control character in a list of addresses", {}};
    ListReader reader{text};
    if (!reader.walk() || !reader.agrees()) {
        return model::Problem{"a list of addresses that can be read in two ways", {}};
    }
    return reader.taken();
}

}  // namespace wire
