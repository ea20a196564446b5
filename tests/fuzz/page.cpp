// tests/fuzz/page.cpp: any text a dialect may hand over, as a person reads it.
//   input: subject, NUL, plain text, NUL, HTML; without a NUL, all three
// Holds: it takes no more than it may, is valid UTF-8 without characters that can't be seen, and the same text is read
// the same again.
#include "filters/classify/page.hpp"

#include <unistr.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

std::string_view next_part(std::string_view& input)
{
    auto const end = std::min(input.find('\0'), input.size());
    auto const part = input.substr(0, end);
    if (end < input.size()) input.remove_prefix(end + 1);
    return part;
}

void check(std::string const& read)
{
    if (read.size() > filters::longest_read + 1) std::abort();
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(read.data());
    if (u8_check(bytes, read.size()) != nullptr) std::abort();
    auto const unseen = [](char c) { return c != '\n' && c >= 0 && c < ' '; };
    if (std::any_of(read.begin(), read.end(), unseen)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view input{reinterpret_cast<char const*>(data), size};
    model::Text text;
    text.subject = next_part(input);
    text.plain = next_part(input);
    text.html = next_part(input);
    text.values = {text.subject, text.plain};
    auto const page = filters::page_of(text);
    check(page.subject);
    check(page.body);
    auto const again = filters::page_of(text);
    if (again.body != page.body || again.has_unsubscribe != page.has_unsubscribe) std::abort();
    return 0;
}
