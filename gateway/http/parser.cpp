#include "gateway/http/parser.hpp"

#include "gateway/http/write.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace gateway::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;

constexpr std::size_t longest_chunk_extension = 256;
/// "0\r\n\r\n". Given less between two chunks, Beast may assert; given none of a chunk's data, it asks for none.
constexpr std::size_t shortest_last_chunk = 5;

// RFC 3986 §3.2: unreserved, sub-delims, percent-encoding, IP literals and the port.
constexpr ByteSet host_bytes{[](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-._~!$&'()*+,;=%:[]"}.find(static_cast<char>(c)) !=
               std::string_view::npos;
}};

/// Behind a name or an IP literal: nothing, or a port.
bool is_port_part(std::string_view text)
{
    constexpr std::size_t longest = 6;
    if (text.empty()) return true;
    return text.front() == ':' && text.size() <= longest &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_host(std::string_view host)
{
    if (host.empty() || !host_bytes.holds_all(host)) return false;
    auto const is_literal = host.front() == '[';
    auto const end = host.find_first_of(is_literal ? "]" : ":[]", 0);
    if (end == std::string_view::npos) return !is_literal;
    return end > 0 && is_port_part(host.substr(is_literal ? end + 1 : end));
}

std::string_view viewed(beast::string_view view)
{
    return {view.data(), view.size()};
}

bool within(std::string_view outer, beast::string_view inner)
{
    return inner.data() >= outer.data() &&
           inner.data() + inner.size() <= outer.data() + outer.size();
}

/// Whether the line of this field goes on in the next (obs-fold). Beast unfolds into memory of its own; only what is
/// empty afterwards can't be told by its place.
bool is_folded_away(std::string_view fed, beast::string_view name)
{
    auto const end = fed.find("\r\n", static_cast<std::size_t>(name.data() - fed.data()));
    auto const next = end == std::string_view::npos ? fed.size() : end + 2;
    return next < fed.size() && (fed[next] == ' ' || fed[next] == '\t');
}

/// Whether a value begins on a later line than its name.
bool is_on_a_later_line(beast::string_view name, beast::string_view value)
{
    return std::find(name.data() + name.size(), value.data(), '\n') != value.data();
}

}  // namespace

template <bool is_request>
Parser<is_request>::Parser(Head& head, ParserLimits const& limits) : head_{head}, limits_{limits}
{
    head_.clear();
    this->header_limit(static_cast<std::uint32_t>(limits.head_bytes));
    this->body_limit(boost::none);  // lengths are judged where their reader is known
}

template <bool is_request>
Fed Parser<is_request>::feed(std::string_view data)
{
    fed_ = data;
    piece_ = {};
    if (head_done_ && (chunk_left_ == 0 ? data.size() < shortest_last_chunk : data.empty())) {
        return {Fed::What::need_more, 0, {}};
    }
    Error ec;
    auto const used = this->put(boost::asio::const_buffer{data.data(), data.size()}, ec);
    if (ec == error::need_more) return {Fed::What::need_more, used, {}};
    if (ec) {
        if (refusal_ == 0) refusal_ = status_for(ec);
        return {Fed::What::refused, used, {}};
    }
    if (!head_done_) {
        head_done_ = true;
        return {Fed::What::head, used, {}};
    }
    if (this->is_done()) return {Fed::What::done, used, {}};
    if (!piece_.empty()) return {Fed::What::piece, used, piece_};
    return {Fed::What::skipped, used, {}};
}

template <bool is_request>
bool Parser<is_request>::ended()
{
    return head_done_ && head_.framing == Framing::until_close;
}

template <bool is_request>
void Parser<is_request>::on_request_impl(Verb verb, View method, View target, int version, Error&)
{
    head_.verb = verb;
    head_.method = viewed(method);
    head_.target = viewed(target);
    head_.version = version;
}

template <bool is_request>
void Parser<is_request>::on_response_impl(int code, View reason, int version, Error& ec)
{
    constexpr int lowest_status = 100;
    if (code < lowest_status) refuse(400, ec);
    head_.status = static_cast<unsigned>(code);
    head_.reason = viewed(reason);
    head_.version = version;
}

template <bool is_request>
void Parser<is_request>::on_field_impl(Id id, View name, View value, Error& ec)
{
    if (++seen_fields_ > limits_.fields) return refuse(431, ec);
    if (head_done_) return;  // a trailer
    if (!within(fed_, value)) return refuse(400, ec);
    bool const is_folded =
        value.empty() ? is_folded_away(fed_, name) : is_on_a_later_line(name, value);
    if (is_folded) return refuse(400, ec);
    judge_field(id, name, value, ec);
    head_.fields.push_back({id, viewed(name), viewed(value)});
}

template <bool is_request>
void Parser<is_request>::judge_field(Id id, View name, View value, Error& ec)
{
    switch (id) {
        case Id::content_length:
            if (++lengths_ > 1 || value.find(',') != View::npos) refuse(400, ec);
            break;
        case Id::transfer_encoding:
            ++codings_;
            chunked_only_ = chunked_only_ && beast::iequals(value, "chunked");
            break;
        case Id::host:
            head_.host = viewed(value);
            if (++hosts_ > 1 || !is_host(head_.host)) refuse(400, ec);
            break;
        case Id::expect:
            if (!is_request) break;
            if (!beast::iequals(value, "100-continue")) return refuse(417, ec);
            head_.expects_continue = true;
            break;
        case Id::connection:
            if (!beast::iequals(value, "keep-alive") && !beast::iequals(value, "close")) {
                head_.connection_names_fields = true;
            }
            break;
        case Id::content_type: head_.repeats_type = head_.repeats_type || ++types_ > 1; break;
        case Id::content_encoding:
            head_.repeats_type = head_.repeats_type || ++encodings_ > 1;
            break;
        case Id::unknown: head_.has_own = head_.has_own || is_ours(viewed(name)); break;
        default: break;
    }
}

/// Whether Connection names what says how to read the message, or who sends it: left out as named, the provider would
/// read another one than we did (RFC 9110 §7.6.1: such a field must not be named).
template <bool is_request>
bool Parser<is_request>::hides_the_message() const
{
    constexpr std::array<std::string_view, 7> needed{
        "content-type",  "content-encoding", "content-length", "host",
        "authorization", "content-language", "expect"};
    return std::ranges::any_of(
        needed, [this](std::string_view name) { return head_.connection_names(name); });
}

template <bool is_request>
void Parser<is_request>::on_header_impl(Error& ec)
{
    if (is_request && head_.version == 11 && hosts_ != 1) return refuse(400, ec);
    if (is_request && head_.connection_names_fields && hides_the_message()) return refuse(400, ec);
    judge_framing(ec);
    head_.keep_alive = this->keep_alive();
}

template <bool is_request>
void Parser<is_request>::judge_framing(Error& ec)
{
    if (codings_ > 0) {
        if (lengths_ > 0 || head_.version == 10) return refuse(400, ec);
        if (codings_ > 1 || !chunked_only_) return refuse(is_request ? 501 : 400, ec);
        if (this->chunked()) head_.framing = Framing::chunked;
    }
    if (auto const length = this->content_length(); length && lengths_ > 0) {
        if (*length > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return refuse(400, ec);
        }
        head_.length = *length;
        if (*length > 0) head_.framing = Framing::length;
    }
    if (this->is_done()) head_.framing = Framing::none;
    if (this->need_eof() && !is_request) head_.framing = Framing::until_close;
}

template <bool is_request>
void Parser<is_request>::on_chunk_header_impl(std::uint64_t size, View extensions, Error& ec)
{
    chunk_left_ = size;
    // Beast takes "1 1" and "0x1" too, which others read as other sizes.
    auto const begins = extensions.empty() || extensions.front() == ';';
    if (!begins || extensions.size() > longest_chunk_extension ||
        !is_field_value(viewed(extensions))) {
        refuse(400, ec);
    }
}

template <bool is_request>
std::size_t Parser<is_request>::on_chunk_body_impl(std::uint64_t, View body, Error&)
{
    piece_ = viewed(body);
    chunk_left_ -= body.size();
    return body.size();
}

template <bool is_request>
void Parser<is_request>::refuse(unsigned status, Error& ec)
{
    refusal_ = status;
    ec = error::bad_field;
}

template <bool is_request>
unsigned Parser<is_request>::status_for(Error const& ec) const
{
    if (ec == error::header_limit) return 431;
    if (ec == error::bad_version) return 505;
    return 400;
}

template class Parser<true>;
template class Parser<false>;

}  // namespace gateway::http
