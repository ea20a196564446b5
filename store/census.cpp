#include "store/census.hpp"

#include <array>
#include <map>
#include <utility>

namespace store {
namespace {

using model::Channel;

constexpr std::array phone_channels{Channel::sms, Channel::whatsapp, Channel::viber, Channel::rcs};
constexpr std::array mail_channels{Channel::email};
constexpr std::array whatsapp_channels{Channel::whatsapp};
constexpr std::array viber_channels{Channel::viber};

}  // namespace

Reach reach_of(model::Address const& address)
{
    switch (address.form()) {
        case model::Address::Form::phone: return Reach::phone;
        case model::Address::Form::mail: return Reach::mail;
        case model::Address::Form::opaque: break;
    }
    return address.text().starts_with("whatsapp:") ? Reach::whatsapp : Reach::viber;
}

std::span<Channel const> channels_of(Reach reach)
{
    switch (reach) {
        case Reach::phone: return phone_channels;
        case Reach::mail: return mail_channels;
        case Reach::whatsapp: return whatsapp_channels;
        case Reach::viber: break;
    }
    return viber_channels;
}

std::vector<Crowd> census(Reader& reader)
{
    std::map<std::pair<Reach, model::Profile>, std::size_t> counted;
    reader.each_profile([&](Folded const& folded) {
        auto const* address = std::get_if<model::Address>(&folded.subject);
        if (address != nullptr) ++counted[{reach_of(*address), folded.profile}];
    });
    std::vector<Crowd> crowds;
    crowds.reserve(counted.size());
    for (auto const& [crowd, addresses] : counted)
        crowds.push_back({crowd.first, crowd.second, addresses});
    return crowds;
}

}  // namespace store
