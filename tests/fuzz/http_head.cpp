// tests/fuzz/http_head.cpp: any bytes as a request and as an answer, chunked bodies with them.
// Holds: reading never crashes; where the bytes are cut never changes the outcome; what was accepted and written anew
// by our own writer is accepted again and means the same.
#include "gateway/http/parser.hpp"
#include "gateway/http/target.hpp"
#include "gateway/http/write.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace gateway::http;

/// What a message means, whatever it was cut into.
struct Meaning {
    bool accepted = false;  ///< its head
    bool ended = false;     ///< its chunked body
    unsigned refusal = 0;
    std::string start;
    std::vector<std::string> fields;
    std::string forwarded;
    Framing framing = Framing::none;
    std::uint64_t length = 0;
    bool keep_alive = false;
    std::string body;
    std::size_t used = 0;

    bool operator==(Meaning const&) const = default;
};

template <bool is_request>
void take_head(Meaning& meaning, Head const& head)
{
    meaning.accepted = true;
    meaning.start = is_request ? std::string{head.method} + ' ' + std::string{head.target}
                               : std::to_string(head.status) + ' ' + std::string{head.reason};
    for (auto const& field : head.fields) {
        if (!is_field_value(field.value) || field.name.empty()) std::abort();
        meaning.fields.push_back(std::string{field.name} + '=' + std::string{field.value});
    }
    append_forwarded(meaning.forwarded, head);
    meaning.framing = head.framing;
    meaning.length = head.length;
    meaning.keep_alive = head.keep_alive;
}

template <bool is_request>
Meaning meaning_of(std::string_view bytes, std::size_t cut)
{
    Head head;
    Parser<is_request> parser{head, {}};
    Meaning meaning;
    for (auto const end : {cut, bytes.size()}) {
        for (;;) {
            auto const fed = parser.feed(bytes.substr(meaning.used, end - meaning.used));
            meaning.used += fed.used;
            if (meaning.used > end) std::abort();
            if (fed.what == Fed::What::need_more) break;
            if (fed.what == Fed::What::refused) {
                meaning.refusal = parser.refusal();
                if (meaning.refusal < 400 || meaning.refusal > 599) std::abort();
                meaning.used = 0;  // how far it came says nothing
                return meaning;
            }
            if (fed.what == Fed::What::piece) meaning.body += fed.piece;
            if (fed.what == Fed::What::done) {
                meaning.ended = true;
                return meaning;
            }
            if (fed.what != Fed::What::head) continue;
            take_head<is_request>(meaning, head);
            if (meaning.framing != Framing::chunked) return meaning;
        }
    }
    meaning.used = 0;  // neither does it while it waits
    return meaning;
}

template <bool is_request>
std::string written_anew(Meaning const& meaning)
{
    std::string out;
    if (is_request) {
        out = meaning.start + " HTTP/1.1\r\nHost: provider.example\r\n";
    } else {
        append_status(out, static_cast<unsigned>(std::stoul(meaning.start.substr(0, 3))),
                      meaning.start.substr(4));
    }
    out += meaning.forwarded;
    if (meaning.framing == Framing::length) append_length(out, meaning.length);
    if (meaning.framing == Framing::none && !is_request) append_length(out, 0);
    if (meaning.framing != Framing::chunked) return out + "\r\n";
    out += "Transfer-Encoding: chunked\r\n\r\n";
    if (!meaning.body.empty()) {
        append_chunk_size(out, meaning.body.size());
        out += meaning.body + "\r\n";
    }
    return out.append(last_chunk);
}

bool is_undecided(Meaning const& meaning)
{
    if (meaning.refusal != 0) return false;
    return !meaning.accepted || (meaning.framing == Framing::chunked && !meaning.ended);
}

template <bool is_request>
void check(std::string_view bytes, std::size_t cut)
{
    auto const whole = meaning_of<is_request>(bytes, bytes.size());
    auto const cut_in_two = meaning_of<is_request>(bytes, cut);
    // Of bytes that end early, one way may be refused while the other still waits for the rest.
    auto const waits = is_undecided(whole) || is_undecided(cut_in_two);
    if (waits && whole.refusal == 0 && cut_in_two.refusal == 0 && !(whole == cut_in_two))
        std::abort();
    if (!waits && !(whole == cut_in_two)) std::abort();
    if (!whole.accepted || whole.refusal != 0) return;
    if (whole.framing == Framing::chunked && !whole.ended) return;
    auto const again = meaning_of<is_request>(written_anew<is_request>(whole), 0);
    if (again.refusal == 431) return;  // our Host is longer than theirs
    if (!again.accepted || again.refusal != 0) std::abort();
    if (again.forwarded != whole.forwarded || again.body != whole.body ||
        again.length != (whole.framing == Framing::none ? 0 : whole.length))
        std::abort();
    auto const same_start = again.start == whole.start || whole.start.ends_with(' ');
    if (!same_start || again.framing != whole.framing) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 2) return 0;
    auto const cut_at = std::size_t{data[0]} | std::size_t{data[1]} << 8;
    auto const length = size - 2;
    std::unique_ptr<char[]> const exact{new char[length]};  // a byte too far is seen
    std::copy(data + 2, data + size, exact.get());
    std::string_view const bytes{exact.get(), length};
    check<true>(bytes, length == 0 ? 0 : cut_at % (length + 1));
    check<false>(bytes, length == 0 ? 0 : cut_at % (length + 1));
    if (auto const target = read_target(bytes)) {
        if (!target->origin.starts_with('/')) std::abort();
        auto const path = normalised(target->origin);
        if (normalised(path).empty()) std::abort();
    }
    return 0;
}
