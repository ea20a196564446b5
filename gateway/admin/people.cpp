// gateway/admin/people.cpp: what is held of a person, and its end (GDPR, Art. 15 and 17).
//   GET    /api/v1/people/{address}  one file: customers, choices, notes, and what was decided; piece by piece, so that
//                                    memory stays flat however much there is
//   DELETE /api/v1/people/{address}  erases it (store/sqlite/apply_erase.cpp); the address stays refused (`erased`)
#include "gateway/admin/changes.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/times.hpp"

#include <memory>
#include <utility>

namespace gateway::admin {
namespace {
namespace js = boost::json;

constexpr std::size_t items_a_piece = 200;

js::array customers(store::Reader& reader, model::Address const& address, Caller const& caller)
{
    js::array items;
    for (auto const& id : reader.owners(address)) {
        if (auto const record = reader.customer(id)) items.push_back(spell(*record, caller));
    }
    return items;
}

/// The file of one person on its way out; used by one thread at a time.
class File {
public:
    File(model::Address address, Caller caller, model::Time now)
        : address_{std::move(address)}, caller_{std::move(caller)}, now_{now}
    {
        query_.address = address_.text();
        query_.limit = items_a_piece;
    }

    std::optional<std::string> next(store::Reader& reader)
    {
        switch (part_) {
            case Part::state: return state(reader);
            case Part::notes: return notes(reader);
            case Part::journal: return journal(reader);
            default: return std::nullopt;
        }
    }

private:
    enum class Part : std::uint8_t { state, notes, journal, end };

    std::string state(store::Reader& reader)
    {
        auto const profile = reader.profile(address_);
        auto const erasure = reader.erasure(address_);
        js::object const object{
            {"address", address_.text()},
            {"time", rfc3339(now_)},
            {"erased", erasure ? js::value(rfc3339(erasure->at)) : js::value(nullptr)},
            {"customers", customers(reader, address_, caller_)},
            {"labels", js::value_from(profile.labels)},
            {"suppressions", spell(std::span{profile.hard_stops}, caller_)},
            {"preferences", spell(std::span{profile.own})}};
        part_ = Part::notes;
        auto text = js::serialize(object);
        text.back() = ',';  // the lists follow
        return text + "\n\"notes\":[";
    }

    std::string notes(store::Reader& reader)
    {
        auto const entries = reader.history_of_person(address_, after_, items_a_piece);
        std::string piece;
        for (auto const& entry : entries)
            add(piece, spell(entry, caller_));
        if (!entries.empty()) after_ = entries.back().sequence;
        if (entries.size() < items_a_piece) {
            piece += "],\n\"journal\":[";
            part_ = Part::journal;
            first_ = true;
        }
        return piece;
    }

    std::string journal(store::Reader& reader)
    {
        auto const page = reader.journal(query_);
        std::string piece;
        for (auto const& entry : page.entries)
            add(piece, spell(entry, caller_));
        query_.before_row = page.next_row;
        if (page.next_row == 0) {
            piece += "]}\n";
            part_ = Part::end;
        }
        return piece;
    }

    void add(std::string& piece, js::object const& item)
    {
        piece += first_ ? "\n" : ",\n";
        piece += js::serialize(item);
        first_ = false;
    }

    model::Address address_;
    Caller caller_;
    model::Time now_;
    Part part_ = Part::state;
    std::int64_t after_ = 0;
    model::JournalQuery query_;
    bool first_ = true;
};

boost::asio::awaitable<std::optional<std::string>> next_piece(Desk& desk,
                                                              std::shared_ptr<File> file)
{
    auto read = [file](store::Reader& reader) { return file->next(reader); };
    co_return co_await desk.readers.ask(std::move(read));
}

/// What an erasure did, and who of those that had the address is still there.
struct Erasure {
    std::optional<model::LedgerEntry> entry;
    js::array left;
};

Erasure read_erasure(store::Reader& reader, model::Address const& address,
                     std::vector<std::string> const& owners)
{
    Erasure erasure;
    erasure.entry = reader.erasure(address);
    for (auto const& id : owners) {
        if (reader.customer(id)) erasure.left.emplace_back(id);
    }
    return erasure;
}

js::object spell(Erasure const& erasure, std::vector<std::int64_t> const& written)
{
    auto const after = erasure.entry ? js::parse(erasure.entry->after) : js::value(js::object{});
    auto const& said = after.as_object();
    auto const count = [&](std::string_view name) {
        auto const* found = said.if_contains(name);
        if (found == nullptr) return js::value(0);
        return found->is_array() ? js::value(found->get_array().size()) : *found;
    };
    return {{"ledger", js::value_from(written)},
            {"notes", count("entries")},
            {"journal", count("journal")},
            {"customers", count("customers")},
            {"customers_left", erasure.left}};
}

}  // namespace

Answering get_person(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    auto file = std::make_shared<File>(*address, call.caller, desk.parts.now());
    Answer answer;
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"person.json\"");
    answer.pieces = [&desk, file] { return next_piece(desk, file); };
    co_return answer;
}

Answering erase_person(Call const& call, Desk& desk)
{
    auto const address = address_of(call);
    if (!address) co_return address.error();
    auto list = [address = *address](store::Reader& reader) { return reader.owners(address); };
    auto const owners = co_await desk.quick.ask(std::move(list));
    std::vector<model::Change> changes;
    changes.push_back(
        {model::ErasePerson{*address}, {call.caller.token, "staff", {}, desk.parts.now()}});
    auto const written = co_await change(desk.parts.commit, std::move(changes));
    if (!written) co_return written.error();
    auto read = [address = *address, owners](store::Reader& reader) {
        return read_erasure(reader, address, owners);
    };
    auto const erasure = co_await desk.quick.ask(std::move(read));
    co_return json(spell(erasure, *written));
}

}  // namespace gateway::admin
