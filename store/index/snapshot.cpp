#include "store/index/snapshot.hpp"

#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace store {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint64_t magic = 0x0a7864'696774'706fULL;  // "optgidx\n"
constexpr std::uint32_t version = 1;
constexpr std::size_t phone_bytes = 12;
constexpr std::size_t hashed_bytes = 20;
constexpr std::uint64_t wanted_step = 0xffff;  // entries between two questions

struct Header {
    std::uint64_t magic = 0;
    std::uint32_t version = 0;
    std::uint32_t schema = 0;
    std::int64_t sequence = 0;
    Digest hash{};
};
struct Trailer {
    std::uint64_t phones = 0;
    std::uint64_t hashed = 0;
    std::uint64_t profiles = 0;
};
static_assert(sizeof(Header) == 56 && sizeof(Trailer) == 24);

void put(SealedWriter& out, std::optional<model::Channel> channel)
{
    out.number(static_cast<std::uint8_t>(channel ? static_cast<int>(*channel) + 1 : 0));
}
void put(SealedWriter& out, model::HardStop const& stop)
{
    put(out, stop.channel);
    out.number(stop.suppression);
    out.text(stop.sender);
}
void put(SealedWriter& out, model::Preference const& preference)
{
    put(out, preference.channel);
    out.number(preference.covers.what);
    out.text(preference.covers.name);
    out.number(preference.state);
}
void put(SealedWriter& out, model::Start const& start)
{
    out.number(static_cast<std::uint8_t>((start.phone ? 2 : 0) | (start.email ? 1 : 0)));
}
void put(SealedWriter& out, std::string const& label)
{
    out.text(label);
}
template <class Fact>
void put(SealedWriter& out, std::vector<Fact> const& facts)
{
    out.number(static_cast<std::uint32_t>(facts.size()));
    for (auto const& fact : facts)
        put(out, fact);
}
void put(SealedWriter& out, model::Profile const& profile)
{
    put(out, profile.hard_stops);
    put(out, profile.own);
    put(out, profile.owners);
    put(out, profile.starts);
    put(out, profile.labels);
}

/// The bytes from somewhere on. A read beyond the end throws: sealed bytes that are too few are a bug of ours.
class Cursor {
public:
    explicit Cursor(std::span<std::uint8_t const> bytes) : bytes_{bytes} {}

    template <class Number>
    Number number()
    {
        Number value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    std::string text()
    {
        auto const bytes = take(number<std::uint32_t>());
        return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
    }
    std::span<std::uint8_t const> take(std::size_t size)
    {
        if (size > bytes_.size()) throw std::logic_error("store: a snapshot ends too early");
        auto const taken = bytes_.first(size);
        bytes_ = bytes_.subspan(size);
        return taken;
    }

private:
    std::span<std::uint8_t const> bytes_;
};

std::optional<model::Channel> channel(Cursor& in)
{
    auto const number = in.number<std::uint8_t>();
    if (number == 0) return std::nullopt;
    return static_cast<model::Channel>(number - 1);
}
void get(Cursor& in, model::HardStop& stop)
{
    stop.channel = channel(in);
    stop.suppression = in.number<model::Suppression>();
    stop.sender = in.text();
}
void get(Cursor& in, model::Preference& preference)
{
    preference.channel = channel(in);
    preference.covers.what = in.number<model::Covers::What>();
    preference.covers.name = in.text();
    preference.state = in.number<model::State>();
}
void get(Cursor& in, model::Start& start)
{
    auto const bits = in.number<std::uint8_t>();
    start = {(bits & 2) != 0, (bits & 1) != 0};
}
void get(Cursor& in, std::string& label)
{
    label = in.text();
}
template <class Fact>
void get(Cursor& in, std::vector<Fact>& facts)
{
    for (auto count = in.number<std::uint32_t>(); count > 0; --count)
        get(in, facts.emplace_back());
}
model::Profile profile(Cursor& in)
{
    model::Profile profile;
    get(in, profile.hard_stops);
    get(in, profile.own);
    get(in, profile.owners);
    get(in, profile.starts);
    get(in, profile.labels);
    return profile;
}

/// Which profiles the entries named.
class Named {
public:
    void note(std::uint32_t id)
    {
        if (id >= ids_.size()) ids_.resize(id + id / 2 + 64);
        ids_[id] = true;
    }
    std::uint64_t write(Index const& index, SealedWriter& out) const
    {
        std::uint64_t count = 0;
        for (std::size_t id = 0; id < ids_.size(); ++id) {
            if (!ids_[id]) continue;
            out.number(static_cast<std::uint32_t>(id));
            put(out, index.profile(static_cast<std::uint32_t>(id)));
            ++count;
        }
        return count;
    }

private:
    std::vector<bool> ids_;
};

/// The number here of each profile there.
std::vector<std::uint32_t> read_profiles(Cursor in, std::uint64_t count, Index& index)
{
    std::vector<std::uint32_t> numbers;
    for (; count > 0; --count) {
        auto const id = in.number<std::uint32_t>();
        if (id >= numbers.size()) numbers.resize(id + id / 2 + 64);
        numbers[id] = index.intern(profile(in));
    }
    return numbers;
}

}  // namespace

bool write_snapshot(Index const& index, Head const& head, std::uint32_t schema, SealedWriter& out,
                    std::function<bool()> const& wanted)
{
    out.number(Header{magic, version, schema, head.sequence, head.hash});
    Trailer trailer;
    Named named;
    auto const write = [&](Index::Part part, std::size_t words, std::uint64_t& count) {
        return index.each(part, [&](Index::Key const& key, std::uint32_t profile) {
            out.put(key.data(), words * sizeof key[0]);
            out.number(profile);
            named.note(profile);
            return (++count & wanted_step) != 0 || wanted();
        });
    };
    if (!write(Index::Part::phones, 1, trailer.phones)) return false;
    if (!write(Index::Part::hashed, 2, trailer.hashed)) return false;
    trailer.profiles = named.write(index, out);
    out.number(trailer);
    return wanted();
}

std::optional<Head> head_of(SealedFile const& file, std::uint32_t schema)
{
    auto const bytes = file.bytes();
    if (bytes.size() < sizeof(Header) + sizeof(Trailer)) return std::nullopt;
    auto const header = Cursor{bytes}.number<Header>();
    bool const ours = header.magic == magic && header.version == version && header.schema == schema;
    return ours ? std::optional{Head{header.sequence, header.hash}} : std::nullopt;
}

void read_snapshot(SealedFile const& file, Index& index)
{
    auto const bytes = file.bytes();
    auto const trailer = Cursor{bytes.last(sizeof(Trailer))}.number<Trailer>();
    Cursor entries{bytes.subspan(sizeof(Header))};
    Cursor phones{entries.take(trailer.phones * phone_bytes)};
    Cursor hashed{entries.take(trailer.hashed * hashed_bytes)};
    auto const numbers = read_profiles(entries, trailer.profiles, index);
    index.reserve(trailer.phones, trailer.hashed);
    for (std::uint64_t i = 0; i < trailer.phones; ++i) {
        Index::Key const key{phones.number<std::uint64_t>(), 0};
        index.restore(Index::Part::phones, key, numbers.at(phones.number<std::uint32_t>()));
    }
    for (std::uint64_t i = 0; i < trailer.hashed; ++i) {
        auto const key = hashed.number<Index::Key>();
        index.restore(Index::Part::hashed, key, numbers.at(hashed.number<std::uint32_t>()));
    }
}

}  // namespace store
