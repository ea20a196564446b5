// gateway/http/repeat.hpp: the last head of a connection. Callers and providers repeat themselves: what Beast's parser
// and our own judgement made of a head holds for the same bytes, so a head that comes again is compared (a few hundred
// instructions) instead of parsed (nine thousand). Another Content-Length is no other head.
//
//   kept:   POST /v3/mail/send HTTP/1.1\r\n ... Content-Length: 122\r\nHost: api.sendgrid.com\r\n\r\n
//   again:  POST /v3/mail/send HTTP/1.1\r\n ... Content-Length: 98\r\nHost: api.sendgrid.com\r\n\r\n
#pragma once

#include "gateway/http/parser.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::http {

class Repeat {
public:
    enum class Values : bool {
        same,  ///< every byte must come again, but for the number in Content-Length
        free,  ///< values that say nothing of framing or connection may be others of the same size: dates, ids
    };
    explicit Repeat(Values values) : values_{values} {}

    /// The size of the head at the front of `data` where it is the kept one again; `head`, which still is as `keep`
    /// saw it, then is of `data`. 0: it must be parsed.
    std::size_t again(std::string_view data, Head& head, ParserLimits const& limits);
    /// `bytes` were parsed into `head`.
    void keep(std::string_view bytes, Head const& head);
    void forget() { bytes_.clear(); }

private:
    /// Whether `data` is what is kept from `from` to `to`.
    bool agrees(std::string_view data, std::size_t from, std::size_t to) const;
    void move(Head& head, char const* to, std::size_t length_size);

    Values values_;
    std::string bytes_;           ///< empty: nothing is kept
    std::string free_;            ///< one a byte: '\xff' where another may stand
    char const* base_ = nullptr;  ///< where the spans of the head begin
    std::size_t length_at_ =
        0;  ///< of the number in Content-Length; behind the end where there is none
    std::size_t length_size_ = 0;
};

}  // namespace gateway::http
