// store/model/address.hpp: where one person is reached, in its one canonical spelling.
//
//   phone   E.164: "+14155550100"                              (ITU-T E.164)
//   mail    addr-spec, lower case, A-label domain: "a@xn--mnchen-3ya.example"  (RFC 5321 §4.1.2, RFC 5891)
//   opaque  a provider's own id with its prefix: "viber:01234567890A="
//
// Only `address::parse` (store/address) makes one from a spelling; `Address::restored` takes back what
// our own store holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace model {

class Address {
public:
    enum class Form : std::uint8_t { phone, mail, opaque };

    /// An address that `parse` made earlier: its form shows in its text.
    static Address restored(std::string canonical)
    {
        auto const form = form_of(canonical);
        return {form, std::move(canonical)};
    }

    Form form() const { return form_; }
    std::string const& text() const { return text_; }

    /// What a viewer or a log may see: "+1415*****00", "a***@example.com".
    std::string masked() const;

    bool operator==(Address const&) const = default;
    auto operator<=>(Address const&) const = default;

private:
    Address(Form form, std::string text) : form_{form}, text_{std::move(text)} {}

    static Form form_of(std::string_view text)
    {
        if (text.starts_with("viber:") || text.starts_with("whatsapp:")) return Form::opaque;
        if (text.find('@') != std::string_view::npos) return Form::mail;  // "+tag@example.com" too
        return text.starts_with('+') ? Form::phone : Form::opaque;
    }

    Form form_;
    std::string text_;
};

}  // namespace model
