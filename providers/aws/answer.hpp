// providers/aws/answer.hpp: errors as AWS services spell them, one a protocol.
//   query       400 text/xml <ErrorResponse xmlns="…"><Error><Type>Sender</Type><Code/><Message/></Error><RequestId/>…
//   json        400 {"__type": "ConflictException", "message": …}, x-amzn-ErrorType the same
//   rest_json   403 x-amzn-ErrorType: …, {"message": …}
#pragma once

#include "providers/auth/scheme.hpp"
#include "providers/dialect.hpp"
#include "providers/wire/text.hpp"

#include <string>
#include <string_view>

namespace providers::aws {

enum class Protocol { query, json, rest_json };

/// One service's way to speak.
struct Voice {
    Protocol protocol;
    std::string_view xmlns;  ///< "http://sns.amazonaws.com/doc/2010-03-31/"; empty in JSON
};

using wire::uuid_of;
using wire::xml_text;

/// `code` without the "Exception" that the JSON protocols add to it where it is an error all services share.
Answer error(Voice const& voice, unsigned status, std::string_view code, std::string_view message,
             std::string_view request_id);
/// A trouble of ours. Never a status that AWS' SDKs try again, but for those that are temporary.
Answer refuse(Voice const& voice, Trouble trouble, model::Problem const& problem);
/// What AWS says to a call that is not signed, or not by a key it knows.
Answer deny(Voice const& voice, auth::Denial denial, Stamp const& stamp);

/// How a service speaks to a call: `always<voice>` where it has one way.
using VoiceOf = Voice const& (*)(Call const& call);
template <Voice const& voice>
Voice const& always(Call const&)
{
    return voice;
}

/// `Dialect::refuse` and `Dialect::deny` of a service.
template <VoiceOf voice_of>
Answer refuse_as(Call const& call, Trouble trouble, model::Problem const& problem)
{
    return refuse(voice_of(call), trouble, problem);
}
template <VoiceOf voice_of>
Answer deny_as(Call const& call, auth::Denial denial, Stamp const& stamp)
{
    return deny(voice_of(call), denial, stamp);
}

/// "/" of one host is no path to tell a service by.
inline bool owns_no_path(std::string_view)
{
    return false;
}

}  // namespace providers::aws
