// gateway/admin/incoming.hpp: a request off the line: its head, and its body whole or piece by piece. Beast's parsers are
// fed by hand, so that one kind of connection is enough for plain and TLS.
#pragma once

#include "gateway/admin/call.hpp"
#include "gateway/admin/line.hpp"
#include "gateway/settings/settings.hpp"

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace gateway::admin {

using HeadParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;
using WholeParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using PieceParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

/// What a request that could not be read is answered; none: the caller is gone.
std::optional<Answer> answer_to(Line::Error error);
Answer too_large();

boost::asio::awaitable<Line::Error> read_head(Line& line, HeadParser& parser);
/// Tells a caller who waits for it that the body is wanted (RFC 9110 §10.1.1).
boost::asio::awaitable<Line::Error> read_whole(Line& line, WholeParser& parser,
                                               std::chrono::milliseconds wait);

/// A body that is taken piece by piece, each with a deadline of its own.
class Intake {
public:
    Intake(Line& line, HeadParser&& head, Settings const& settings);

    bool complete() const { return parser_.is_done(); }
    /// None: it has ended.
    boost::asio::awaitable<Or<std::optional<std::string>>> next();

private:
    Line& line_;
    PieceParser parser_;
    std::chrono::milliseconds timeout_;
    bool asked_ = false;
};

}  // namespace gateway::admin
