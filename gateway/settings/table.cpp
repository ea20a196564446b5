#include "gateway/settings/table.hpp"

#include "gateway/settings/secrets.hpp"
#include "gateway/settings/units.hpp"

#include <algorithm>

namespace gateway::settings {

Table::Table(std::string name, Place place, Entries const* entries, Findings& findings)
    : name_{std::move(name)}, place_{place}, entries_{entries}, findings_{findings}
{
}

Table::~Table()
{
    if (!entries_) return;
    for (Entry const& entry : *entries_) {
        if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
        findings_.problem(entry.place,
                          "unknown key \"" + dotted(entry.key) + "\"; known here: " + known());
    }
}

std::string Table::dotted(std::string_view key) const
{
    return name_.empty() ? std::string{key} : name_ + "." + std::string{key};
}

std::string Table::known() const
{
    std::string names;
    for (auto const& key : asked_)
        names += (names.empty() ? "" : ", ") + key;
    return names;
}

Entry const* Table::find(std::string_view key) const
{
    if (!entries_) return nullptr;
    auto const at = std::find_if(entries_->begin(), entries_->end(),
                                 [&](Entry const& entry) { return entry.key == key; });
    return at == entries_->end() ? nullptr : &*at;
}

bool Table::has(std::string_view key) const
{
    return find(key) != nullptr;
}

Place Table::place_of(std::string_view key) const
{
    auto const* entry = find(key);
    return entry ? entry->value.place : place_;
}

void Table::problem(std::string_view key, std::string const& what)
{
    findings_.problem(place_of(key), dotted(key) + " " + what);
}

void Table::warning(std::string_view key, std::string const& what)
{
    findings_.warning(place_of(key), dotted(key) + " " + what);
}

Value const* Table::ask(std::string_view key)
{
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
        asked_.emplace_back(key);
        findings_.asked(dotted(key));
    }
    auto const* entry = find(key);
    return entry ? &entry->value : nullptr;
}

template <class T>
T const* Table::find_as(std::string_view key, std::string_view shape)
{
    auto const* value = ask(key);
    if (!value) return nullptr;
    auto const* found = std::get_if<T>(&value->is);
    if (!found) problem(key, "is " + std::string{shape});
    return found;
}

void Table::read(std::string_view key, bool& out)
{
    if (auto const* flag = find_as<bool>(key, "true or false")) out = *flag;
}

bool Table::read(std::string_view key, std::string& out)
{
    auto const* text = find_as<std::string>(key, "a text in quotes");
    if (text) out = *text;
    return text != nullptr;
}

void Table::read(std::string_view key, std::chrono::milliseconds& out,
                 std::chrono::milliseconds least)
{
    constexpr std::chrono::milliseconds most = std::chrono::hours{24};
    auto const* value = ask(key);
    if (!value) return;
    auto const* text = std::get_if<std::string>(&value->is);
    auto const duration = text ? read_duration(*text) : std::nullopt;
    if (duration && *duration >= least && *duration <= most) {
        out = *duration;
    } else {
        problem(key, "is a time from \"" + spelt(least) + "\" to \"" + spelt(most) +
                         "\": a whole number and ms, s, m, h or d");
    }
}

void Table::read_bytes(std::string_view key, std::size_t& out, std::int64_t least,
                       std::int64_t most)
{
    auto const* value = ask(key);
    if (!value) return;
    std::optional<std::int64_t> bytes;
    if (auto const* number = std::get_if<std::int64_t>(&value->is)) bytes = *number;
    if (auto const* text = std::get_if<std::string>(&value->is)) bytes = read_size(*text);
    if (bytes && *bytes >= least && *bytes <= most) {
        out = static_cast<std::size_t>(*bytes);
    } else {
        problem(key, "is a size from \"" + spelt_size(least) + "\" to \"" + spelt_size(most) +
                         "\": bytes, or a text in B, kB, KiB, MB, MiB, GB or GiB");
    }
}

void Table::read(std::string_view key, Endpoint& out)
{
    std::string text;
    if (!read(key, text)) return;
    if (auto endpoint = read_endpoint(text)) {
        out = *std::move(endpoint);
    } else {
        problem(key, "is an IP address and a port: \"127.0.0.1:8080\" or \"[::1]:8080\"");
    }
}

void Table::read_secret(std::string_view key, std::string& out)
{
    std::string text;
    if (!read(key, text)) return;
    if (!is_reference(text)) {
        out = std::move(text);
    } else if (auto secret = read_reference(text)) {
        out = *std::move(secret);
    } else {
        problem(key, secret.error().what);
    }
}

std::optional<std::int64_t> Table::whole(std::string_view key, std::int64_t least,
                                         std::int64_t most)
{
    auto const* value = ask(key);
    if (!value) return std::nullopt;
    auto const* number = std::get_if<std::int64_t>(&value->is);
    if (number && *number >= least && *number <= most) return *number;
    problem(key, "is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<std::size_t> Table::one_of(std::string_view key,
                                         std::span<std::string_view const> names)
{
    auto const* value = ask(key);
    if (!value) return std::nullopt;
    auto const* text = std::get_if<std::string>(&value->is);
    auto const at = text ? std::find(names.begin(), names.end(), *text) : names.end();
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    std::string allowed;
    for (auto const name : names)
        allowed += (allowed.empty() ? "\"" : ", \"") + std::string{name} + "\"";
    problem(key, "is one of " + allowed);
    return std::nullopt;
}

std::vector<Table::Text> Table::texts(std::string_view key)
{
    std::vector<Text> read;
    auto const* values = find_as<Values>(key, "a list of texts");
    if (!values) return read;
    for (Value const& value : *values) {
        if (auto const* text = std::get_if<std::string>(&value.is)) {
            read.push_back({*text, value.place});
        } else {
            findings_.problem(value.place, dotted(key) + " is a list of texts");
        }
    }
    return read;
}

Table Table::table(std::string_view key)
{
    auto const* entries = find_as<Entries>(key, "a table");
    return Table{dotted(key), place_of(key), entries, findings_};
}

void Table::each_table(std::string_view key,
                       std::function<void(std::string const&, Table&)> const& read)
{
    auto const* entries = find_as<Entries>(key, "a table of tables");
    if (!entries) return;
    for (Entry const& entry : *entries) {
        auto const name = dotted(key) + "." + entry.key;
        if (auto const* inner = std::get_if<Entries>(&entry.value.is)) {
            Table table{name, entry.place, inner, findings_};
            read(entry.key, table);
        } else {
            findings_.problem(entry.value.place, name + " is a table");
        }
    }
}

void Table::each_in_list(std::string_view key, std::function<void(Table&)> const& read)
{
    auto const* values = find_as<Values>(key, "a list of tables");
    if (!values) return;
    for (Value const& value : *values) {
        if (auto const* inner = std::get_if<Entries>(&value.is)) {
            Table table{dotted(key), value.place, inner, findings_};
            read(table);
        } else {
            findings_.problem(value.place, dotted(key) + " is a list of tables");
        }
    }
}

void Table::each_text(std::string_view key,
                      std::function<void(std::string const&, Text const&)> const& read)
{
    auto const* entries = find_as<Entries>(key, "a table of texts");
    if (!entries) return;
    auto const take = [&](std::string const& name, Value const& value, Place place) {
        if (auto const* text = std::get_if<std::string>(&value.is)) {
            read(name, {*text, place});
        } else {
            findings_.problem(value.place, dotted(key) + " is a table of texts");
        }
    };
    for (Entry const& entry : *entries) {
        auto const* list = std::get_if<Values>(&entry.value.is);
        if (list == nullptr) {
            take(entry.key, entry.value, entry.place);
            continue;
        }
        for (Value const& value : *list)
            take(entry.key, value, value.place);
    }
}

}  // namespace gateway::settings
