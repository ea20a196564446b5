#include "tests/fakes/message.hpp"

#include <strings.h>
#include <algorithm>
#include <stdexcept>

namespace tests {
namespace {

bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

unsigned Message::status() const
{
    return start.starts_with("HTTP/1.1 ") ? static_cast<unsigned>(std::stoul(start.substr(9, 3)))
                                          : 0;
}

std::string Message::target() const
{
    auto const begin = start.find(' ') + 1;
    return start.substr(begin, start.rfind(' ') - begin);
}

std::string Message::operator[](std::string_view name) const
{
    auto const found = std::find_if(fields.begin(), fields.end(),
                                    [name](auto const& f) { return same(f.first, name); });
    return found == fields.end() ? std::string{} : found->second;
}

std::size_t Message::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::count_if(
        fields.begin(), fields.end(), [name](auto const& f) { return same(f.first, name); }));
}

bool Reading::more()
{
    auto const bytes = link_.receive();
    pending_ += bytes;
    return !bytes.empty();
}

std::optional<std::string> Reading::line()
{
    for (;;) {
        if (auto const end = pending_.find("\r\n"); end != std::string::npos) {
            auto text = pending_.substr(0, end);
            raw_ += pending_.substr(0, end + 2);
            pending_.erase(0, end + 2);
            return text;
        }
        if (!more()) return std::nullopt;
    }
}

std::optional<Message> Reading::head()
{
    Message message;
    raw_.clear();
    auto const start = line();
    if (!start) return std::nullopt;
    message.start = *start;
    for (;;) {
        auto const field = line();
        if (!field) break;
        if (field->empty()) {
            message.whole = true;
            break;
        }
        auto const colon = field->find(':');
        auto const value = field->find_first_not_of(' ', colon + 1);
        message.fields.emplace_back(field->substr(0, colon),
                                    value == std::string::npos ? "" : field->substr(value));
    }
    message.raw = raw_;
    return message;
}

bool Reading::take(std::size_t bytes, Message& message)
{
    auto enough = true;
    while (enough && pending_.size() < bytes)
        enough = more();
    auto const here = std::min(bytes, pending_.size());
    message.body.append(pending_, 0, here);
    raw_.append(pending_, 0, here);
    pending_.erase(0, here);
    return enough;
}

bool Reading::take_chunks(Message& message)
{
    for (;;) {
        auto const size_line = line();
        if (!size_line) return false;
        auto const size = std::stoul(*size_line, nullptr, 16);
        if (size == 0) {
            for (auto trailer = line();; trailer = line()) {
                if (!trailer) return false;
                if (trailer->empty()) return true;
                message.fields.emplace_back("(trailer)", *trailer);
            }
        }
        ++message.pieces;
        if (!take(size, message)) return false;
        auto const end = line();
        if (!end || !end->empty()) return false;
    }
}

void Reading::body(Message& message, bool until_close)
{
    auto const length = message["Content-Length"];
    if (!message["Transfer-Encoding"].empty()) {
        message.whole = take_chunks(message);
    } else if (!length.empty()) {
        message.whole = take(std::stoul(length), message);
    } else if (until_close) {
        while (more()) {
        }
        message.body = std::exchange(pending_, {});
        raw_ += message.body;
        message.whole = link_.end() == Link::End::closed;
    }
    message.raw = raw_;
}

std::optional<Message> Reading::request()
{
    auto message = head();
    if (message && message->whole) body(*message, false);
    return message;
}

std::optional<Message> Reading::answer(bool bodiless)
{
    auto message = head();
    if (!message || !message->whole) return message;
    auto const status = message->status();
    if (!bodiless && status >= 200 && status != 204 && status != 304) body(*message, true);
    return message;
}

std::string Reading::rest()
{
    while (more()) {
    }
    return std::exchange(pending_, {});
}

}  // namespace tests
