// providers/sms/number.hpp: numbers as providers take them that ask for the calling code and no plus: "447700900000".
#pragma once

#include <string>
#include <string_view>

namespace providers::sms {

/// With the plus that is meant, so that the number is not taken for one of the default region. What begins with a zero
/// ("00…" or a national prefix), has a plus or letters stays as it is.
inline std::string with_plus(std::string_view number)
{
    constexpr std::string_view telling =
        "+:@0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    auto const first = number.find_first_of(telling);
    bool const bare = first != std::string_view::npos && number[first] >= '1' &&
                      number[first] <= '9' &&
                      number.find_first_of(telling.substr(13), first) == std::string_view::npos;
    return bare ? std::string{"+"}.append(number) : std::string{number};
}

}  // namespace providers::sms
