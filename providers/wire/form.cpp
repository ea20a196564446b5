#include "providers/wire/form.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <utility>

namespace wire {
namespace {

constexpr std::size_t most_fields = 1000;
constexpr std::size_t longest_key = 256;
constexpr std::size_t usual_fields = 12;
constexpr std::size_t pairwise_fields =
    16;  // up to here comparing all pairs is cheaper than sorting

model::Problem problem(char const* what, std::size_t field)
{
    return {what, "field " + std::to_string(field)};
}

bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// One "key=value" of a body, up to its "&" or the end.
struct Pair {
    std::size_t equals = 0;  ///< where the key ends
    std::size_t end = 0;
    bool key_is_escaped = false;
    bool percents_hold = true;
    /// "a;b=c": to readers that also separate at ";" this holds another field.
    bool hides_field = false;
};

/// One pass over the bytes: most of them mean nothing.
Pair scan(std::string_view body, std::size_t begin)
{
    constexpr std::size_t none = std::string_view::npos;
    Pair pair{none, body.size()};
    bool semicolon = false;
    for (std::size_t i = begin; i < body.size(); ++i) {
        char const c = body[i];
        if (c > '=') continue;  // all letters
        if (c == '&') {
            pair.end = i;
            break;
        }
        switch (c) {
            case '=':
                if (pair.equals == none) pair.equals = i;
                pair.hides_field = pair.hides_field || semicolon;
                break;
            case '%':
                pair.key_is_escaped = pair.key_is_escaped || pair.equals == none;
                if (body.size() - i < 3 || hex_value(body[i + 1]) < 0 ||
                    hex_value(body[i + 2]) < 0) {
                    pair.percents_hold = false;
                } else {
                    i += 2;
                }
                break;
            case '+': pair.key_is_escaped = pair.key_is_escaped || pair.equals == none; break;
            case ';': semicolon = true; break;
            default: break;
        }
    }
    pair.equals = std::min(pair.equals, pair.end);
    return pair;
}

/// The number of a field, from 1, whose key stood before and is no list; 0: none.
std::size_t find_repeated(std::span<Field const> fields, std::span<std::string_view const> lists)
{
    auto const is_list = [&](std::string_view key) {
        return std::find(lists.begin(), lists.end(), key) != lists.end();
    };
    if (fields.size() <= pairwise_fields) {
        for (std::size_t i = 1; i < fields.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (fields[i].key == fields[j].key && !is_list(fields[i].key)) return i + 1;
            }
        }
        return 0;
    }
    std::vector<std::pair<std::string_view, std::size_t>> keys;
    for (std::size_t i = 0; i < fields.size(); ++i)
        keys.emplace_back(fields[i].key, i + 1);
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (keys[i].first == keys[i - 1].first && !is_list(keys[i].first)) return keys[i].second;
    }
    return 0;
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
    std::string decoded;
    percent_decode(raw, true, decoded);  // holds: Form::read has looked
    return decoded;
}

model::Result<Form> Form::read(std::string_view body, std::span<std::string_view const> lists)
{
    Form form;
    form.fields_.reserve(usual_fields);
    for (std::size_t begin = 0; begin < body.size();) {
        Pair const pair = scan(body, begin);
        if (pair.end > begin) {
            std::size_t const number = form.fields_.size() + 1;
            std::size_t const value = std::min(pair.equals + 1, pair.end);
            Field field{body.substr(begin, pair.equals - begin),
                        body.substr(value, pair.end - value), begin, pair.end};
            if (number > most_fields) return problem("too many fields", number);
            if (field.key.size() > longest_key) return problem("the key is too long", number);
            if (!pair.percents_hold) return problem("not valid percent-encoding", number);
            if (pair.hides_field) return problem("a bare \";\" that may separate fields", number);
            if (pair.key_is_escaped) {
                std::string& key = form.decoded_keys_.emplace_front();
                percent_decode(field.key, true, key);
                field.key = key;
            }
            form.fields_.push_back(field);
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

bool has_misspelt(Form const& form, std::string_view name)
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
    auto const& fields = form.fields();
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
