// tests/gateway/http/reading.hpp: a whole message through the parser, cut into two feeds anywhere.
#pragma once

#include "gateway/http/parser.hpp"

#include <string>
#include <string_view>

namespace tests {

/// What came of it, as one text to compare: "head | body", "refused 400" or "more".
template <bool is_request>
std::string read_in(std::string_view message, std::size_t split,
                    gateway::http::ParserLimits const& limits = {})
{
    using gateway::http::Fed;
    gateway::http::Head head;
    gateway::http::Parser<is_request> parser{head, limits};
    std::string seen;
    std::size_t used = 0;
    bool in_body = false;
    for (auto const end : {split, message.size()}) {
        for (;;) {
            auto const fed = parser.feed(message.substr(used, end - used));
            used += fed.used;
            if (fed.what == Fed::What::need_more) break;
            if (fed.what == Fed::What::refused)
                return "refused " + std::to_string(parser.refusal());
            if (fed.what == Fed::What::piece) seen += fed.piece;
            if (fed.what == Fed::What::done)
                return seen + "' left " + std::to_string(message.size() - used);
            if (fed.what != Fed::What::head) continue;
            seen = is_request ? std::string{head.method} + " " + std::string{head.target}
                              : std::to_string(head.status) + " " + std::string{head.reason};
            seen += " v" + std::to_string(head.version) + (head.keep_alive ? " kept" : " closed");
            for (auto const& field : head.fields)
                seen.append("\n").append(field.name).append("=").append(field.value);
            seen += " | framing " + std::to_string(static_cast<int>(head.framing)) + " of " +
                    std::to_string(head.length) + " '";
            in_body = head.framing == gateway::http::Framing::chunked;
            if (!in_body) return seen + "' left " + std::to_string(message.size() - used);
        }
    }
    return in_body ? seen + "' more" : "more";
}

template <bool is_request>
std::string read(std::string_view message, gateway::http::ParserLimits const& limits = {})
{
    return read_in<is_request>(message, message.size(), limits);
}

}  // namespace tests
