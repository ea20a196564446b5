#include "tests/gateway/durability/upstream.hpp"

#include "tests/gateway/durability/client.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

namespace tests {
namespace {

namespace http = boost::beast::http;
using Request = http::request<http::string_body>;

std::optional<Request> read_request(int socket, boost::beast::flat_buffer& buffer)
{
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    boost::system::error_code error = http::error::need_more;
    for (;;) {
        if (buffer.size() > 0) buffer.consume(parser.put(buffer.data(), error));
        if (parser.is_done()) return parser.release();
        if (error && error != http::error::need_more) return std::nullopt;
        auto const room = buffer.prepare(16 * 1024);
        auto const got = ::recv(socket, room.data(), room.size(), 0);
        if (got <= 0) return std::nullopt;
        buffer.commit(static_cast<std::size_t>(got));
    }
}

std::string answer_to(Request const& request)
{
    if (request.target().starts_with("/v3/")) {
        return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Message-Id: m\r\n\r\n";
    }
    std::string const body = R"({"sid":"SM00000000000000000000000000000000","status":"queued"})";
    return "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

std::string mark_in(std::string_view body)
{
    auto const begin = body.find("mark-");
    if (begin == std::string_view::npos) return {};
    auto const end = body.find('-', begin + 5);
    return std::string{body.substr(begin, end == std::string_view::npos ? end : end + 1 - begin)};
}

CountingUpstream::CountingUpstream()
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_, 256);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread{[this] { accept(); }};
}

CountingUpstream::~CountingUpstream()
{
    {
        std::lock_guard const lock{mutex_};
        closing_ = true;
        holding_ = false;
        for (auto const socket : open_)
            ::shutdown(socket, SHUT_RDWR);
    }
    changed_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (auto& thread : threads_)
        thread.join();
    ::close(listener_);
}

void CountingUpstream::accept()
{
    for (;;) {
        auto const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        std::lock_guard const lock{mutex_};
        if (closing_) {
            if (socket >= 0) ::close(socket);
            return;
        }
        if (socket < 0) continue;
        int const on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        open_.insert(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void CountingUpstream::serve(int socket)
{
    boost::beast::flat_buffer buffer;
    while (auto const request = read_request(socket, buffer)) {
        take(request->body());
        auto const answer = answer_to(*request);
        if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    }
    {
        std::lock_guard const lock{mutex_};
        open_.erase(socket);
        ::close(socket);
    }
    changed_.notify_all();
}

void CountingUpstream::take(std::string const& body)
{
    std::unique_lock lock{mutex_};
    ++received_[mark_in(body)];
    ++held_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !holding_; });
    --held_;
}

int CountingUpstream::received(std::string const& mark) const
{
    std::lock_guard const lock{mutex_};
    auto const found = received_.find(mark);
    return found == received_.end() ? 0 : found->second;
}

std::size_t CountingUpstream::received() const
{
    std::lock_guard const lock{mutex_};
    return received_.size();
}

std::vector<std::string> CountingUpstream::doubles() const
{
    std::lock_guard const lock{mutex_};
    std::vector<std::string> doubles;
    for (auto const& [mark, times] : received_) {
        if (times > 1) doubles.push_back(mark);
    }
    return doubles;
}

void CountingUpstream::hold()
{
    std::lock_guard const lock{mutex_};
    holding_ = true;
}

void CountingUpstream::release()
{
    {
        std::lock_guard const lock{mutex_};
        holding_ = false;
    }
    changed_.notify_all();
}

void CountingUpstream::wait_until_held(std::size_t messages)
{
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return held_ >= messages; });
}

void CountingUpstream::wait_until_alone()
{
    // Callers are accepted in their order: when ours has been heard, so have those before it.
    std::string const mark = "mark-alone-";
    Client{port_}.call("POST", "/", {}, mark);
    std::vector<std::thread> ended;
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return open_.empty(); });
        received_.erase(mark);
        ended.swap(threads_);
    }
    for (auto& thread : ended)
        thread.join();
}

}  // namespace tests
