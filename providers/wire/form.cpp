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

/// Every "%" has its two hex digits.
bool percents_hold(std::string_view raw)
{
    for (auto at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 3)) {
        if (raw.size() - at < 3 || hex_value(raw[at + 1]) < 0 || hex_value(raw[at + 2]) < 0) {
            return false;
        }
    }
    return true;
}

/// "a;b=c": to readers that also separate at ";" this holds another field.
bool hides_field(std::string_view raw)
{
    auto const semicolon = raw.find(';');
    return semicolon != std::string_view::npos &&
           raw.find('=', semicolon) != std::string_view::npos;
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
        std::size_t const end = std::min(body.find('&', begin), body.size());
        std::string_view const pair = body.substr(begin, end - begin);
        if (!pair.empty()) {
            std::size_t const number = form.fields_.size() + 1;
            if (number > most_fields) return problem("too many fields", number);
            std::size_t const equals = std::min(pair.find('='), pair.size());
            Field field{pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())),
                        begin, end};
            if (field.key.size() > longest_key) return problem("the key is too long", number);
            if (!percents_hold(pair)) return problem("not valid percent-encoding", number);
            if (hides_field(pair)) return problem("a bare \";\" that may separate fields", number);
            if (field.key.find_first_of("%+") != std::string_view::npos) {
                std::string& key = form.decoded_keys_.emplace_front();
                percent_decode(field.key, true, key);
                field.key = key;
            }
            form.fields_.push_back(field);
        }
        begin = end + 1;
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
    constexpr std::string_view hex = "0123456789ABCDEF";
    if (!form.empty()) form += '&';
    form.append(key) += '=';
    for (char const c : value) {
        auto const byte = static_cast<unsigned char>(c);
        if (is_letter(c) || (c >= '0' && c <= '9') ||
            std::string_view{"-._*"}.find(c) != std::string_view::npos) {
            form += c;
        } else if (c == ' ') {
            form += '+';
        } else {
            form.append({'%', hex[byte >> 4U], hex[byte & 15U]});
        }
    }
}

}  // namespace wire
