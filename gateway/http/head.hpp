// gateway/http/head.hpp: the head of an HTTP/1.x message as spans into the connection's own buffer, read by Beast's
// parser and judged by us. Whatever can be read two ways is refused (RFC 9112 §2.2, §5, §6, §7; RFC 9110 §7.2).
//
//   request-line = method SP request-target SP HTTP-version CRLF      (RFC 9112 §3)
//   field-line   = field-name ":" OWS field-value OWS CRLF            (RFC 9112 §5)
#pragma once

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gateway::http {

using Id = boost::beast::http::field;
using Verb = boost::beast::http::verb;

struct Field {
    Id id;                   ///< `unknown` for what Beast has no name for
    std::string_view name;   ///< as it came
    std::string_view value;  ///< without the white space around it
};

/// How the end of the body is found.
enum class Framing : std::uint8_t { none, length, chunked, until_close };

/// A head as it stood before its body. Views live as long as the buffer they were read from.
struct Head {
    std::vector<Field> fields;
    Framing framing = Framing::none;
    std::uint64_t length = 0;  ///< of the body, where framing is `length`
    bool keep_alive = false;
    bool connection_names_fields =
        false;                  ///< a Connection field holds more than "keep-alive" or "close"
    bool has_own = false;       ///< an X-Optgate field is among them
    bool repeats_type = false;  ///< Content-Type or Content-Encoding stands twice
    int version = 11;

    // A request's.
    Verb verb = Verb::unknown;
    std::string_view method;
    std::string_view target;
    std::string_view host;  ///< of the Host field
    bool expects_continue = false;

    // An answer's.
    unsigned status = 0;
    std::string_view reason;

    void clear();
    /// The first field of that id; empty where there is none.
    std::string_view operator[](Id id) const;
    /// The first field of that name (ASCII case-insensitive), for names Beast has no id for.
    std::string_view find(std::string_view name) const;
    /// Whether a Connection field names this one, which then travels no further (RFC 9110 §7.6.1).
    bool connection_names(std::string_view name) const;
};

/// A field that belongs to one connection only, or that we write anew ourselves (RFC 9110 §7.6.1): never forwarded.
bool stays_behind(Id id);

/// Whether a value may stand in a head that we write: no control bytes but HTAB (RFC 9110 §5.5).
bool is_field_value(std::string_view value);

/// A set of bytes, asked for each byte of a head: a table, so that asking is one load.
class ByteSet {
public:
    template <class Holds>
    explicit constexpr ByteSet(Holds const& holds)
    {
        for (std::size_t byte = 0; byte < held_.size(); ++byte)
            held_[byte] = holds(static_cast<unsigned char>(byte));
    }
    bool holds_all(std::string_view bytes) const
    {
        for (char const c : bytes) {
            if (!held_[static_cast<unsigned char>(c)]) return false;
        }
        return true;
    }

private:
    std::array<bool, 256> held_{};
};

/// ASCII case-insensitive.
bool iequals(std::string_view a, std::string_view b);

}  // namespace gateway::http
