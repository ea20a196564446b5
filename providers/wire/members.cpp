#include "providers/wire/members.hpp"

#include <algorithm>
#include <iterator>

namespace wire {

std::optional<Value> at(Value from, std::initializer_list<std::string_view> way)
{
    for (std::string_view const key : way) {
        auto const next = from.find(key);
        if (!next || next->is(Type::null)) return std::nullopt;
        from = *next;
    }
    return from;
}

std::string text_at(Value from, std::initializer_list<std::string_view> way)
{
    auto const value = at(from, way);
    bool const is_text = value && (value->is(Type::string) || value->is(Type::number));
    return is_text ? std::string{(*value)->text} : std::string{};
}

std::optional<model::Problem> object_problem(Value value, std::span<std::string_view const> names)
{
    if (!value.is(Type::object)) return model::Problem{"not an object", ""};
    if (auto const name = misspelt(value, names)) {
        return model::Problem{"a key that differs only in case", "." + std::string{*name}};
    }
    return std::nullopt;
}

std::string with_items(std::string_view body, Value list,
                       std::span<std::optional<std::string> const> own)
{
    std::string items;
    auto const add = [&](std::string_view item) {
        if (!items.empty()) items += ',';
        items += item;
    };
    auto const text_of = [&](Value item) {
        return body.substr(item->begin, item->end - item->begin);
    };
    bool const in_place =
        std::distance(list.begin(), list.end()) == std::count(own.begin(), own.end(), std::nullopt);
    auto theirs = list.begin();
    while (!in_place && theirs != list.end())
        add(text_of(*theirs++));
    for (auto const& item : own) {
        if (item) add(*item);
        if (!item && in_place) add(text_of(*theirs++));
    }
    return std::string{body.substr(0, list->begin + 1)}.append(items).append(
        body.substr(list->end - 1));
}

}  // namespace wire
