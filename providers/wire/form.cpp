#include "providers/wire/form.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wire {
namespace {

constexpr std::size_t most_fields = 1000;
constexpr std::size_t longest_key = 256;
constexpr std::size_t usual_fields = 12;
constexpr std::size_t pairwise_fields =
    16;  // up to here comparing all pairs is cheaper than sorting

bool looks_like_json(std::string_view body)
{
    auto const first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
}

model::Problem problem(char const* what, std::size_t field)
{
    return {what, "field " + std::to_string(field)};
}

bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// Most bytes mean nothing to a form: they are passed over with one look into a table each.
constexpr auto meaningful = [] {
    std::array<bool, 256> table{};
    for (char const c : {'&', '=', '%', '+', ';'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

std::size_t find_meaningful(std::string_view body, std::size_t at)
{
    auto const* const end = body.data() + body.size();
    return static_cast<std::size_t>(
        std::find_if(body.data() + std::min(at, body.size()), end,
                     [](char c) { return meaningful[static_cast<unsigned char>(c)]; }) -
        body.data());
}

bool is_percent_escape(std::string_view text)
{
    return text.size() >= 3 && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

/// One "key=value" of a body, up to its "&" or the end.
struct Pair {
    std::size_t equals = std::string_view::npos;  ///< where the key ends
    std::size_t end = 0;
    bool key_is_escaped = false;
    bool value_is_escaped = false;
    bool percents_hold = true;
    /// "a;b=c": to readers that also separate at ";" this holds another field.
    bool hides_field = false;
    bool semicolon = false;

    bool in_key() const { return equals == std::string_view::npos; }
    void escaped() { (in_key() ? key_is_escaped : value_is_escaped) = true; }
    void equals_sign(std::size_t at)
    {
        if (in_key()) equals = at;
        hides_field = hides_field || semicolon;
    }
};

Pair scan(std::string_view body, std::size_t begin)
{
    Pair pair;
    auto at = find_meaningful(body, begin);
    for (; at < body.size() && body[at] != '&'; at = find_meaningful(body, at + 1)) {
        switch (body[at]) {
            case '=': pair.equals_sign(at); break;
            case '%':
                pair.escaped();
                pair.percents_hold = pair.percents_hold && is_percent_escape(body.substr(at));
                break;
            case '+': pair.escaped(); break;
            default: pair.semicolon = true;
        }
    }
    pair.end = at;
    pair.equals = std::min(pair.equals, pair.end);
    return pair;
}

/// What the field behind a pair can't be; empty: nothing.
char const* objection(Pair const& pair, std::size_t begin, std::size_t number)
{
    if (number > most_fields) return "too many fields";
    if (pair.equals - begin > longest_key) return "the key is too long";
    if (!pair.percents_hold) return "not valid percent-encoding";
    if (pair.hides_field) return "a bare \";\" that may separate fields";
    return nullptr;
}

bool is_list(std::string_view key, std::span<std::string_view const> lists)
{
    return std::find(lists.begin(), lists.end(), key) != lists.end();
}

/// The number of a field, from 1, whose key stood before and is no list; 0: none.
std::size_t find_repeated_pair(std::span<Field const> fields,
                               std::span<std::string_view const> lists)
{
    for (std::size_t i = 1; i < fields.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (fields[i].key == fields[j].key && !is_list(fields[i].key, lists)) return i + 1;
        }
    }
    return 0;
}

std::size_t find_repeated(std::span<Field const> fields, std::span<std::string_view const> lists)
{
    if (fields.size() <= pairwise_fields) return find_repeated_pair(fields, lists);
    std::vector<std::pair<std::string_view, std::size_t>> keys;
    keys.reserve(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
        keys.emplace_back(fields[i].key, i + 1);
    std::sort(keys.begin(), keys.end());
    auto const repeated =
        std::adjacent_find(keys.begin(), keys.end(), [&](auto const& one, auto const& next) {
            return one.first == next.first && !is_list(one.first, lists);
        });
    return repeated == keys.end() ? 0 : std::next(repeated)->second;
}

void append_escaped(std::string& form, std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view plain = "-._*";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (is_letter(c) || (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos) {
            form += c;
        } else if (c == ' ') {
            form += '+';
        } else {
            form.append({'%', hex[byte >> 4U], hex[byte & 15U]});
        }
    }
}

}  // namespace

std::string Field::value() const
{
    if (!is_escaped) return std::string{raw};
    std::string decoded;
    percent_decode(raw, true, decoded);  // holds: Form::read has looked
    return decoded;
}

model::Result<Form> Form::read(std::string_view body, std::span<std::string_view const> lists)
{
    // Some readers take JSON whatever its media type says; in a form a brace comes as "%7B".
    if (looks_like_json(body)) return model::Problem{"looks like JSON, not like a form", "body"};
    Form form;
    form.fields_.reserve(usual_fields);
    for (std::size_t begin = 0; begin < body.size();) {
        Pair const pair = scan(body, begin);
        if (pair.end > begin) {
            std::size_t const number = form.fields_.size() + 1;
            if (auto const* what = objection(pair, begin, number)) return problem(what, number);
            std::size_t const value = std::min(pair.equals + 1, pair.end);
            Field& field = form.fields_.emplace_back();
            field.key = body.substr(begin, pair.equals - begin);
            field.raw = body.substr(value, pair.end - value);
            field.begin = begin;
            field.end = pair.end;
            field.is_escaped = pair.value_is_escaped;
            if (pair.key_is_escaped) {
                std::string& key = form.decoded_keys_.emplace_front();
                percent_decode(field.key, true, key);
                field.key = key;
            }
        }
        begin = pair.end + 1;
    }
    if (auto const number = find_repeated(form.fields_, lists)) {
        return problem("the field stands twice", number);
    }
    return form;
}

Field const* Form::find(std::string_view key) const
{
    for (Field const& field : fields_) {
        if (field.key == key) return &field;
    }
    return nullptr;
}

std::string Form::value(std::string_view key) const
{
    Field const* const field = find(key);
    return field ? field->value() : std::string{};
}

bool has_misspelt(std::span<Field const> fields, std::string_view name)
{
    auto const resembles = [&](std::string_view key) {
        std::size_t matched = 0;
        for (char const c : key) {
            if (!is_letter(c)) continue;
            if (matched == name.size() || lower(c) != lower(name[matched])) return false;
            ++matched;
        }
        return matched == name.size();
    };
    return std::any_of(fields.begin(), fields.end(), [&](Field const& field) {
        return field.key != name && resembles(field.key);
    });
}

void append_field(std::string& form, std::string_view key, std::string_view value)
{
    if (!form.empty()) form += '&';
    append_escaped(form, key);
    form += '=';
    append_escaped(form, value);
}

}  // namespace wire
