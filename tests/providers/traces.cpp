#include "tests/providers/traces.hpp"

#include "providers/wire/basic_auth.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace traces {
namespace {

constexpr std::size_t deepest = 3;

int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The number of `digits` hex digits at `at`; -1 where they are none.
int number_at(std::string_view text, std::size_t at, std::size_t digits)
{
    if (at + digits > text.size()) return -1;
    int value = 0;
    for (char const c : text.substr(at, digits)) {
        if (hex(c) < 0) return -1;
        value = value * 16 + hex(c);
    }
    return value;
}

/// "%40", "=40" -> "@"; a soft line break of quoted-printable goes.
std::string unescaped(std::string_view text, char mark)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (mark == '=' && text.substr(i, 3) == "=\r\n") {
            i += 2;
        } else if (text[i] == mark && number_at(text, i + 1, 2) >= 0) {
            out += static_cast<char>(number_at(text, i + 1, 2));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// JSON's escapes, as far as ASCII goes.
std::string without_backslashes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        ++i;
        auto const code = text[i] == 'u' ? number_at(text, i + 1, 4) : -1;
        if (code < 0) {
            out += text[i] == 'n' ? '\n' : text[i] == 'r' ? '\r' : text[i] == 't' ? '\t' : text[i];
            continue;
        }
        out += code < 0x80 ? static_cast<char>(code) : '?';
        i += 4;
    }
    return out;
}

bool is_base64(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/';
}

/// Every run of base64 that is long enough to hold an address, lines of one run joined.
std::vector<std::string> decoded_runs(std::string_view text)
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < text.size();) {
        std::string run;
        while (i < text.size() &&
               (is_base64(text[i]) || (!run.empty() && (text[i] == '\r' || text[i] == '\n')))) {
            if (is_base64(text[i])) run += text[i];
            ++i;
        }
        if (run.size() >= 8) {
            if (run.size() % 4 == 1) run.pop_back();
            while (run.size() % 4 != 0)
                run += '=';
            if (auto plain = wire::from_base64(run)) out.push_back(*std::move(plain));
        }
        ++i;
    }
    return out;
}

void add(std::set<std::string>& forms, std::string const& text, std::size_t depth)
{
    if (depth > deepest || text.empty() || !forms.insert(text).second) return;
    add(forms, unescaped(text, '%'), depth + 1);
    add(forms, unescaped(text, '='), depth + 1);
    add(forms, without_backslashes(text), depth + 1);
    for (auto const& run : decoded_runs(text))
        add(forms, run, depth + 1);
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool holds(std::string const& text, std::string const& address)
{
    for (auto at = text.find(address); at != std::string::npos; at = text.find(address, at + 1)) {
        auto const behind = at + address.size();
        bool const longer =
            (at > 0 && is_word(text[at - 1])) || (behind < text.size() && is_word(text[behind]));
        if (!longer) return true;
    }
    return false;
}

}  // namespace

std::vector<std::string> forms_of(std::string_view body)
{
    std::set<std::string> forms;
    add(forms, std::string{body}, 0);
    std::vector<std::string> all;
    for (auto const& form : forms)
        all.push_back(lower(form));
    return all;
}

bool found(std::vector<std::string> const& forms, std::string_view address)
{
    auto const wanted = lower(address);
    return std::any_of(forms.begin(), forms.end(),
                       [&](std::string const& form) { return holds(form, wanted); });
}

}  // namespace traces
