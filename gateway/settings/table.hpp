// gateway/settings/table.hpp: one table of the configuration as its reader sees it. A reader asks
// for each key it knows; what nobody asked for is an unknown key, reported when the table goes. A
// value of the wrong type or out of range is a problem at its place and leaves the default as it
// was.
#pragma once

#include "gateway/settings/findings.hpp"
#include "gateway/settings/settings.hpp"

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::settings {

class Table {
public:
    /// `entries` (null: the table is absent) and `findings` outlive this. `name` is dotted; empty:
    /// the whole file.
    Table(std::string name, Place place, Entries const* entries, Findings& findings);
    Table(Table const&) = delete;
    Table& operator=(Table const&) = delete;
    ~Table();

    struct Text {
        std::string text;
        Place place;
    };

    bool has(std::string_view key) const;
    Place place() const { return place_; }
    Place place_of(std::string_view key) const;  ///< of its value, else of the table
    Findings& findings() { return findings_; }
    void problem(std::string_view key, std::string const& what);
    void warning(std::string_view key, std::string const& what);

    void read(std::string_view key, bool& out);
    /// True where there was a text.
    bool read(std::string_view key, std::string& out);
    /// At most a day.
    void read(std::string_view key, std::chrono::milliseconds& out,
              std::chrono::milliseconds least = std::chrono::milliseconds{1});
    /// An integer, or a text as `read_size` takes it.
    void read_bytes(std::string_view key, std::size_t& out, std::int64_t least, std::int64_t most);
    void read(std::string_view key, Endpoint& out);
    /// A text that may be kept elsewhere: "env:NAME" or "file:PATH".
    void read_secret(std::string_view key, std::string& out);

    template <std::integral Number>
    void read(std::string_view key, Number& out, std::int64_t least, std::int64_t most)
    {
        if (auto const number = whole(key, least, most)) out = static_cast<Number>(*number);
    }
    /// One of `names`, whose positions are the values of the enumeration.
    template <class Choice>
    void read(std::string_view key, Choice& out, std::span<std::string_view const> names)
    {
        if (auto const position = one_of(key, names)) out = static_cast<Choice>(*position);
    }

    /// A list of texts; empty where absent.
    std::vector<Text> texts(std::string_view key);
    /// A table under this one; an absent one reads as all defaults.
    Table table(std::string_view key);
    /// The tables [name.X] under `key`, in the order of the file.
    void each_table(std::string_view key,
                    std::function<void(std::string const& name, Table& table)> const& read);
    /// The tables in the list `key`.
    void each_in_list(std::string_view key, std::function<void(Table& table)> const& read);
    /// The pairs `"name" = "text"` of the table `key`; of `"name" = ["text", ...]` each one.
    void each_text(std::string_view key,
                   std::function<void(std::string const& name, Text const& text)> const& read);

private:
    Entry const* find(std::string_view key) const;
    /// Null: absent. Another type than T is a problem: "`key` is `shape`".
    template <class T>
    T const* find_as(std::string_view key, std::string_view shape);
    Value const* ask(std::string_view key);
    std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<std::size_t> one_of(std::string_view key,
                                      std::span<std::string_view const> names);
    std::string dotted(std::string_view key) const;
    std::string known() const;

    std::string name_;
    Place place_;
    Entries const* entries_;
    Findings& findings_;
    std::vector<std::string> asked_;
};

}  // namespace gateway::settings
