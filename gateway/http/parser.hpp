// gateway/http/parser.hpp: Beast's basic_parser over the connection's own buffer. It fills a `Head` with spans instead
// of copying into `fields`, and refuses what Beast 1.81 still lets through:
//
//   Transfer-Encoding other than one "chunked", together with Content-Length, or in HTTP/1.0   (RFC 9112 §6.1)
//   Content-Length twice, even equal, as a list, or beyond 2^63                               (RFC 9112 §6.3)
//   Host absent in 1.1, twice, or with bytes no host has                                      (RFC 9112 §3.2)
//   obs-fold; more fields than allowed; control bytes or too much in a chunk extension        (RFC 9112 §5.2, §7.1.1)
//
// Trailer fields are read past, bounded, and forgotten: every decision is taken from the head.
#pragma once

#include "gateway/http/head.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <string_view>

namespace gateway::http {

struct ParserLimits {
    std::size_t head_bytes = 16 * 1024;
    std::size_t fields = 100;
};

/// What a parser did with the bytes it was given.
struct Fed {
    enum class What : std::uint8_t {
        need_more,  ///< not enough bytes for the next step
        head,       ///< the head is complete
        piece,      ///< `piece` holds decoded bytes of a chunked body
        skipped,    ///< framing was passed over; feed on
        done,       ///< the end of the chunked body and its trailers
        refused,    ///< see `Parser::refusal`
    };
    What what = What::need_more;
    std::size_t used = 0;  ///< bytes consumed from the front
    std::string_view piece;
};

template <bool is_request>
class Parser final : public boost::beast::http::basic_parser<is_request> {
public:
    /// Reads into `head`, which is cleared. Both outlive the parser.
    Parser(Head& head, ParserLimits const& limits);

    /// Takes bytes at `data`; those of one head must stay where they are between calls.
    Fed feed(std::string_view data);
    /// The connection ended. True: that was a proper end of a body that runs until close.
    bool ended();
    /// The answer to a HEAD request has no body, whatever its head says.
    void no_body() { this->skip(true); }

    /// Status to answer a refused request with: 400, 413, 431, 501 or 505.
    unsigned refusal() const { return refusal_; }

private:
    using Base = boost::beast::http::basic_parser<is_request>;
    using Error = boost::system::error_code;
    using View = boost::beast::string_view;

    void on_request_impl(Verb verb, View method, View target, int version, Error& ec) override;
    void on_response_impl(int code, View reason, int version, Error& ec) override;
    void on_field_impl(Id id, View name, View value, Error& ec) override;
    void on_header_impl(Error& ec) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
    std::size_t on_body_impl(View body, Error&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t size, View extensions, Error& ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Error&) override;
    void on_finish_impl(Error&) override {}

    void judge_field(Id id, View name, View value, Error& ec);
    bool hides_the_message() const;
    void judge_framing(Error& ec);
    void refuse(unsigned status, Error& ec);
    unsigned status_for(Error const& ec) const;

    Head& head_;
    ParserLimits limits_;
    std::string_view fed_;  ///< the bytes of the current call: values elsewhere were unfolded
    std::string_view piece_;
    std::uint64_t chunk_left_ = 0;  ///< of the chunk being read
    std::size_t seen_fields_ = 0;
    unsigned lengths_ = 0;
    unsigned codings_ = 0;
    unsigned hosts_ = 0;
    unsigned types_ = 0;
    unsigned encodings_ = 0;
    bool chunked_only_ = true;
    bool head_done_ = false;
    unsigned refusal_ = 0;
};

using RequestParser = Parser<true>;
using AnswerParser = Parser<false>;

}  // namespace gateway::http
