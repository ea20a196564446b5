// providers/aws/answer.cpp: the codes are those of AWS' lists of common errors and of SDKs' own lists, from memory, as
// are their statuses; the shapes were recorded (SNS, SMS Voice v2, SES).
#include "providers/aws/answer.hpp"

#include "providers/trouble.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace providers::aws {
namespace {

std::string_view code_of(Trouble trouble)
{
    switch (trouble) {
        case Trouble::unreadable:
        case Trouble::unsupported_media:
        case Trouble::too_large: return "ValidationError";
        case Trouble::overloaded:
        case Trouble::store_unavailable: return "ServiceUnavailable";
        case Trouble::upstream_refused:
        case Trouble::upstream_timeout: return "InternalFailure";
    }
    return "InternalFailure";
}

struct Words {
    std::string_view query;
    std::string_view json;
    std::string_view message;
};

Words words_of(auth::Denial denial)
{
    using auth::Denial;
    switch (denial) {
        case Denial::missing:
            return {"MissingAuthenticationToken", "MissingAuthenticationTokenException",
                    "Missing Authentication Token"};
        case Denial::malformed:
            return {"IncompleteSignature", "IncompleteSignatureException",
                    "The request signature does not conform to AWS standards."};
        case Denial::unknown:
            return {"InvalidClientTokenId", "UnrecognizedClientException",
                    "The security token included in the request is invalid."};
        case Denial::mismatched:
            return {"SignatureDoesNotMatch", "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you "
                    "provided."};
        case Denial::expired:
            return {"RequestExpired", "InvalidSignatureException",
                    "Signature expired: the request is dated too far from the server's clock."};
        case Denial::repeated:
            return {"RequestExpired", "InvalidSignatureException",
                    "Signature expired: this very request was received before."};
    }
    return {"InternalFailure", "InternalFailure", "Internal failure"};
}

}  // namespace

Answer error(Voice const& voice, unsigned status, std::string_view code, std::string_view message,
             std::string_view request_id)
{
    auto const id = uuid_of(request_id);
    if (voice.protocol == Protocol::query) {
        auto body = fmt::format(
            "<ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type><Code>{}</Code><Message>{}</Message>"
            "</Error><RequestId>{}</RequestId></ErrorResponse>",
            voice.xmlns, status < 500 ? "Sender" : "Receiver", code, xml_text(message), id);
        return {status, {{"Content-Type", "text/xml"}}, std::move(body)};
    }
    boost::json::object body;
    bool const json = voice.protocol == Protocol::json;
    if (json) body["__type"] = code;
    body["message"] = message;
    Answer answer{status,
                  {{"Content-Type", json ? "application/x-amz-json-1.0" : "application/json"},
                   {"x-amzn-ErrorType", std::string{code}}},
                  boost::json::serialize(body)};
    if (!id.empty()) answer.headers.emplace_back("x-amzn-RequestId", id);
    return answer;
}

Answer refuse(Voice const& voice, Trouble trouble, model::Problem const& problem)
{
    std::string code{code_of(trouble)};
    if (voice.protocol != Protocol::query) {
        code = status_of(trouble) < 500 ? "ValidationException" : "InternalServerException";
    }
    return error(voice, status_of(trouble), code, sentence_of(trouble, problem), {});
}

Answer deny(Voice const& voice, auth::Denial denial, Stamp const& stamp)
{
    auto const words = words_of(denial);
    bool const query = voice.protocol == Protocol::query;
    return error(voice, voice.protocol == Protocol::json ? 400U : 403U,
                 query ? words.query : words.json, words.message, stamp.id);
}

}  // namespace providers::aws
