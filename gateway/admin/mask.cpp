#include "gateway/admin/mask.hpp"

#include "store/keyed_hash.hpp"
#include "store/model/address.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gateway::admin {
namespace {

constexpr std::ptrdiff_t digits_of_a_number = 7;
constexpr std::ptrdiff_t digits_of_a_name = 10;  // a number as people dial it, the area with it

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool joins_digits(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
}
bool ends_word(char c)
{
    return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == ',' ||
           c == ';';
}

std::string masked(std::string const& address)
{
    return model::Address::restored(address).masked();
}

/// The end of a run of digits that begins at `begin`, whatever people put between them.
std::size_t end_of_run(std::string_view text, std::size_t begin)
{
    auto end = begin;
    for (auto i = begin; i < text.size() && (is_digit(text[i]) || joins_digits(text[i])); ++i) {
        if (is_digit(text[i])) end = i + 1;
    }
    return end;
}

bool is_number(std::string_view run, bool has_plus, std::ptrdiff_t fewest)
{
    auto const digits = std::count_if(run.begin(), run.end(), is_digit);
    return digits >= (has_plus ? digits_of_a_number : fewest);
}

/// Those of `fewest` digits or more, and international ones.
void star_numbers(std::string& text, std::ptrdiff_t fewest)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) continue;
        auto const end = end_of_run(text, i);
        auto const run = std::string_view{text}.substr(i, end - i);
        if (is_number(run, i != 0 && text[i - 1] == '+', fewest)) {
            std::replace_if(text.begin() + static_cast<std::ptrdiff_t>(i),
                            text.begin() + static_cast<std::ptrdiff_t>(end) - 2, is_digit, '*');
        }
        i = end;
    }
}

std::string masked_word(std::string const& word)
{
    bool const prefixed = word.starts_with("viber:") || word.starts_with("whatsapp:");
    return prefixed || word.find('@') != std::string::npos ? masked(word) : word;
}

std::string masked_text(std::string_view text, std::ptrdiff_t fewest_digits)
{
    std::string out;
    std::string word;
    for (char const c : text) {
        if (!ends_word(c)) {
            word += c;
            continue;
        }
        out += masked_word(word) + c;
        word.clear();
    }
    out += masked_word(word);
    star_numbers(out, fewest_digits);
    return out;
}

}  // namespace

std::string shown(std::string const& address, Caller const& caller)
{
    return caller.sees_addresses() || address.empty() ? address : masked(address);
}

std::string shown_name(std::string const& name, Caller const& caller)
{
    if (caller.sees_addresses()) return name;
    auto const hidden = masked_text(name, digits_of_a_name);
    if (hidden == name) return name;
    store::KeyedHash const hash{caller.secret, store::KeyedHash::Form::shown};
    return fmt::format("{}#{:06x}", hidden, hash(name)[0] & 0xffffffU);
}

std::string shown_text(std::string_view text, Caller const& caller)
{
    return caller.sees_addresses() ? std::string{text} : masked_text(text, digits_of_a_number);
}

}  // namespace gateway::admin
