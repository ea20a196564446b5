#include "providers/email/ses_v1.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <charconv>

namespace providers::ses_api::v1 {
namespace {

constexpr std::string_view family = "destination";

/// Reads a key from left to right.
class KeyReader {
public:
    explicit KeyReader(std::string_view key) : key_{key} {}

    bool take(std::string_view word)
    {
        bool const there = rest().starts_with(word);
        if (there) at_ += word.size();
        return there;
    }

    std::optional<Number> number()
    {
        Number number{0, at_, 0};
        auto const text = rest();
        auto const [end, failed] =
            std::from_chars(text.data(), text.data() + text.size(), number.value);
        number.size = static_cast<std::size_t>(end - text.data());
        if (failed != std::errc{} || number.value == 0 || text.front() == '0') return std::nullopt;
        at_ += number.size;
        return number;
    }

    /// "ToAddresses.member.2" and nothing more.
    bool addresses(Slot& slot)
    {
        auto const* const list = std::find_if(address_lists.begin(), address_lists.end(),
                                              [&](std::string_view name) { return take(name); });
        if (list == address_lists.end() || !take(".member.")) return false;
        slot.list = static_cast<std::size_t>(list - address_lists.begin());
        slot.member = number();
        return slot.member && rest().empty();
    }

    std::string_view rest() const { return key_.substr(at_); }

private:
    std::string_view key_;
    std::size_t at_ = 0;
};

bool is_of_family(std::string_view key)
{
    return wire::same_but_for_case(key.substr(0, family.size()), family);
}

bool read_member(KeyReader& key, Slot& slot)
{
    auto const number = key.number();
    if (!number) return false;
    if (key.rest().empty()) {
        slot.member = number;
        return true;
    }
    slot.entry = number;
    if (!key.take(".")) return false;
    if (key.take("Destination.")) return key.addresses(slot);
    return !is_of_family(key.rest());
}

}  // namespace

model::Result<std::optional<Slot>> read_slot(std::string_view key)
{
    if (!is_of_family(key)) return std::optional<Slot>{};
    KeyReader reader{key};
    Slot slot;
    bool const holds = reader.take("Destination.")           ? reader.addresses(slot)
                       : reader.take("Destinations.member.") ? read_member(reader, slot)
                                                             : false;
    if (!holds) return model::Problem{"a key that resembles a list of recipients", {}};
    return std::optional{slot};
}

}  // namespace providers::ses_api::v1
