#include "gateway/admin/transfer/format.hpp"

#include "gateway/admin/times.hpp"
#include "gateway/choices.hpp"
#include "store/address/ascii.hpp"
#include "store/address/parse.hpp"
#include "store/address/sender.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace gateway::admin::transfer {
namespace {

constexpr std::size_t longest_evidence = 4'096;
constexpr std::size_t longest_time = 64;

std::optional<model::Time> read_seconds(std::string_view at)
{
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(at.data(), at.data() + at.size(), seconds);
    bool const is_number = error == std::errc{} && end == at.data() + at.size();
    constexpr std::int64_t latest = 253'402'300'799;  // the year 9999
    if (!is_number || seconds < 0 || seconds > latest) return std::nullopt;
    return model::Time{std::chrono::seconds{seconds}};
}

/// A time as files spell it; seconds since 1970 as RFC 3339.
std::string spelt_time(std::string_view at)
{
    auto const seconds = read_seconds(at);
    return seconds ? rfc3339(*seconds) : std::string{cut(at, longest_time)};
}

/// "…; at 2026-05-03…": written by an import, or by a person who said when.
bool says_when(std::string_view evidence)
{
    constexpr std::string_view word = "at ";
    constexpr std::size_t day = 10;
    for (auto at = evidence.find(word); at != evidence.npos; at = evidence.find(word, at + 1)) {
        if (read_rfc3339(evidence.substr(at + word.size(), day))) return true;
    }
    return false;
}

void make_printable(std::string& text)
{
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
}

}  // namespace

std::span<Format const> formats()
{
    static std::vector<Format> const all = [] {
        std::vector<Format> joined{own_format};
        auto const others = provider_formats();
        joined.insert(joined.end(), others.begin(), others.end());
        return joined;
    }();
    return all;
}

Format const* find_format(std::string_view name)
{
    auto const found = std::ranges::find(formats(), name, &Format::name);
    return found == formats().end() ? nullptr : &*found;
}

std::string_view said(Fields const& row, Context const& context, Field field)
{
    auto const text = row[field];
    return text.empty() ? context.given[field] : text;
}

std::string sender_in(std::string_view spelling, Context const& context)
{
    return address::read_sender(spelling, context.settings.default_region);
}

std::optional<model::Time> read_at(std::string_view at)
{
    if (auto const seconds = read_seconds(at)) return seconds;
    if (auto const time = read_rfc3339(at)) return time;
    return read_rfc3339(std::string{at} + 'Z');
}

model::Attribution attribution(Fields const& row, Context const& context, std::string_view source,
                               std::string evidence)
{
    auto by = context.by;
    by.imported = true;
    auto const named = said(row, context, Field::source);
    by.source = named.empty() ? source : named;
    auto const words = said(row, context, Field::evidence);
    if (!words.empty()) evidence = words;
    auto const at = address::trimmed(row[Field::at]);
    if (!at.empty() && !says_when(evidence)) {
        evidence += (evidence.empty() ? "at " : "; at ") + spelt_time(at);
    }
    evidence.resize(cut(evidence, longest_evidence).size());
    make_printable(evidence);
    by.evidence = std::move(evidence);
    return by;
}

Addressed address_in(Fields const& row, Context const& context, std::span<Field const> fields)
{
    for (auto const field : fields) {
        if (row[field].empty()) continue;
        auto address = address::parse(row[field], context.settings.default_region);
        if (address) return {*std::move(address), {}};
        return {{}, {field, address.error().what + " (read: " + shown(row[field]) + ")"}};
    }
    return {{}, {fields.front(), "is missing"}};
}

}  // namespace gateway::admin::transfer
