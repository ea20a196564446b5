// tests/fuzz/form.cpp: any form body, through the reader and through Twilio.
// Holds: reading never crashes; each field is where it says it is; what was read and spelt anew
// reads the same; Twilio sees at most one recipient.
#include "providers/wire/form.hpp"
#include "providers/sms/twilio.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void check_form(std::string_view body)
{
    auto const form = wire::Form::read(body, providers::twilio_api::list_fields);
    if (!form) return;
    std::string spelt;
    std::size_t behind = 0;
    for (auto const& field : form->fields()) {
        if (field.begin < behind || field.end > body.size() || field.begin >= field.end)
            std::abort();
        behind = field.end;
        wire::append_field(spelt, field.key, field.value());
    }
    auto const again = wire::Form::read(spelt, providers::twilio_api::list_fields);
    if (!again && again.error().what == "the key is too long") return;  // by its escapes
    if (!again || again->fields().size() != form->fields().size()) std::abort();
    for (std::size_t i = 0; i < form->fields().size(); ++i) {
        auto const& one = form->fields()[i];
        auto const& other = again->fields()[i];
        if (one.key != other.key || one.value() != other.value()) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string const body{reinterpret_cast<char const*>(data), size};
    check_form(body);
    providers::Call const call{"POST", "/2010-04-01/Accounts/AC1/Messages.json",
                               "",     "application/x-www-form-urlencoded",
                               "",     body};
    if (auto const send = providers::twilio.read(call)) {
        if (send->recipients.size() > 1) std::abort();
        providers::twilio.callback(call, {});
        providers::twilio.answer(call, {}, providers::RefusalStyle::accept, {});
    }
    return 0;
}
