// Requests that two parsers could read in two ways: answered with an error or closed, never forwarded.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using Requests = std::vector<std::string>;

std::string const body = "To=%2B14155550101&From=%2B1&Body=x";
std::string const length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
std::string const chunked = "Transfer-Encoding: chunked\r\n";
std::string const chunks = "5\r\nTo=%2\r\n0\r\n\r\n";

std::string line(std::string const& request_line)
{
    return request_line + "\r\nHost: localhost\r\n" + length + "\r\n" + body;
}
std::string target(std::string const& text)
{
    return line("POST " + text + " HTTP/1.1");
}

/// A send with these fields in its head, and this behind it.
std::string with(std::string const& fields, std::string const& rest,
                 std::string const& version = "1.1")
{
    return "POST " + std::string{twilio_path} + " HTTP/" + version + "\r\nHost: localhost\r\n" +
           fields + "\r\n" + rest;
}
std::string head(std::string const& fields)
{
    return with(fields + length, body);
}

void framing(Requests& requests)
{
    auto const size = std::to_string(body.size());
    for (auto const& value : std::vector<std::string>{"", " ", "+34", "-1", "0x22", "3 4", "34,34",
                                                      "34, 34", "34;", "three", "1e1", "34\t4",
                                                      "18446744073709551616", "9223372036854775808",
                                                      "99999999999999999999999", "\"34\"", "3_4"}) {
        requests.push_back(with("Content-Length: " + value + "\r\n", body));
    }
    requests.push_back(with("Content-Length:\r\n " + size + "\r\n", body));
    requests.push_back(with("Transfer-Encoding:\r\n chunked\r\n", chunks));
    requests.push_back(with("X-A:\r\n Content-Length: 5\r\n" + length, body));
    for (auto const* named : {"Content-Type", "content-length", "Host", "X-A, Authorization"})
        requests.push_back(with(std::string{"Connection: "} + named + "\r\n" + length, body));
    requests.push_back(with(length + length, body));
    requests.push_back(with(length + "Content-Length: 0\r\n", body));
    requests.push_back(with("Content-Length: 0\r\n" + length, body));
    requests.push_back(with(length + "content-length: " + size + "\r\n", body));
    for (auto const& coding : std::vector<std::string>{
             "gzip", "identity", "gzip, chunked", "chunked, gzip", "chunked, chunked", "xchunked",
             "chunkedx", "x", "", ",", ", chunked", "chunked,", "chunked;q=1", "\"chunked\"",
             "chunked identity", "deflate", "chu nked",
             "\x0b"
             "chunked",
             "chunked\x0b"}) {
        requests.push_back(with("Transfer-Encoding: " + coding + "\r\n", chunks));
        requests.push_back(with("Transfer-Encoding: " + coding + "\r\n" + length, body));
    }
    for (auto const& pair :
         std::vector<std::string>{chunked + length, length + chunked, chunked + chunked,
                                  chunked + "Transfer-Encoding: identity\r\n",
                                  "Transfer-Encoding: identity\r\n" + chunked,
                                  "transfer-encoding: CHUNKED\r\n" + length}) {
        requests.push_back(with(pair, chunks));
    }
    requests.push_back(with(chunked, chunks, "1.0"));
    for (auto const& name :
         std::vector<std::string>{"Transfer-Encoding ", " Transfer-Encoding", "Transfer-Encoding\t",
                                  "Transfer\tEncoding", "Transfer-Encoding\x01", "Content-Length ",
                                  "Content-Length\t"}) {
        requests.push_back(with(name + ": chunked\r\n", chunks));
        requests.push_back(with(name + ": chunked\r\n" + length, body));
    }
}

void chunk_tricks(Requests& requests)
{
    for (auto const& bad : std::vector<std::string>{"",
                                                    "\r\n",
                                                    "g\r\n",
                                                    "-5\r\nTo=%2\r\n0\r\n\r\n",
                                                    "+5\r\nTo=%2\r\n0\r\n\r\n",
                                                    "0x5\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5 5\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5\nTo=%2\r\n0\r\n\r\n",
                                                    "5\rTo=%2\r\n0\r\n\r\n",
                                                    "5\r\nTo=%2\n0\r\n\r\n",
                                                    "5\r\nTo=%2XX0\r\n\r\n",
                                                    "5\r\nTo=%20\r\n\r\n",
                                                    "4\r\nTo=%2\r\n0\r\n\r\n",
                                                    "6\r\nTo=%2\r\n0\r\n\r\n",
                                                    "ffffffffffffffff1\r\nTo=%2\r\n0\r\n\r\n",
                                                    "10000000000000005\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5;a=\x01\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5;a=\"\x7f\"\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5;a=\"\n\"\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5;=\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5,a\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5;a=\"b\r\nTo=%2\r\n0\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\nX: a\x01\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\n X: a\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\nX : a\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\n: a\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\nX a\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\nX: a\r\r\n\r\n",
                                                    "5\r\nTo=%2\r\n0\r\nX: a\n\n",
                                                    "5\r\nTo=%2\r\n0\n\n",
                                                    "5\r\nTo=%2\r\n00x\r\n\r\n"}) {
        requests.push_back(with(chunked, bad));
    }
    requests.push_back(with(chunked, std::string("5;a=\"\0\"\r\nTo=%2\r\n0\r\n\r\n", 21)));
    requests.push_back(with(chunked, "5;a=" + std::string(300, 'a') + "\r\nTo=%2\r\n0\r\n\r\n"));
    requests.push_back(with(chunked, "5;a=" + std::string(60'000, 'a')));
    std::string trailers;
    for (int i = 0; i < 200; ++i)
        trailers += "X-" + std::to_string(i) + ": a\r\n";
    requests.push_back(with(chunked, "5\r\nTo=%2\r\n0\r\n" + trailers + "\r\n"));
    requests.push_back(with(chunked, "5\r\nTo=%2\r\n0\r\nX: " + std::string(60'000, 'a')));
}

void fields(Requests& requests)
{
    for (int byte = 0; byte < 0x20; ++byte) {
        if (byte == '\t') continue;
        auto const control = std::string(1, static_cast<char>(byte));
        requests.push_back(head("X-A: a" + control + "b\r\n"));
        requests.push_back(head("X-" + control + "A: b\r\n"));
        requests.push_back(target("/2010-04-01/Accounts/AC1/Mess" + control + "ages.json"));
    }
    for (auto const& separator :
         std::vector<std::string>{"(", ")", "<", ">", "@", ",", ";",  "\\",   "\"",   "/",   "[",
                                  "]", "?", "=", "{", "}", " ", "\t", "\x7f", "\x80", "\xff"}) {
        requests.push_back(head("X" + separator + "A: b\r\n"));
    }
    for (auto const& text : std::vector<std::string>{
             ": a\r\n", "X-A\r\n", "X-A : a\r\n", " X-A: a\r\n", "\tX-A: a\r\n", "X-A: a\r\n b\r\n",
             "X-A: a\r\n\tb\r\n", "X-A:\r\n \r\n", "X-A: a\x7f\r\n", "X-A: a\r\r\n", "X-A: a\n\r\n",
             "X-A: a\nContent-Length: 0\r\n", "Host: other\r\n", "host: localhost\r\n",
             "Expect: 200-ok\r\n", "Expect: 100-continue, x\r\n"}) {
        requests.push_back(head(text));
    }
    std::string many;
    for (int i = 0; i < 150; ++i)
        many += "X-" + std::to_string(i) + ": a\r\n";
    requests.push_back(head(many));
    requests.push_back(head("X-A: " + std::string(20'000, 'a') + "\r\n"));
}

void hosts(Requests& requests)
{
    auto const start = "POST " + std::string{twilio_path} + " HTTP/1.1\r\n";
    requests.push_back(start + length + "\r\n" + body);
    for (auto const& host : std::vector<std::string>{"",
                                                     " ",
                                                     "a b",
                                                     "a/b",
                                                     "a?b",
                                                     "a#b",
                                                     "user@localhost",
                                                     "a\\b",
                                                     "a\"b",
                                                     "<a>",
                                                     "a\tb",
                                                     "a^b",
                                                     "a`b",
                                                     "a{b",
                                                     "a|b",
                                                     "localhost:80:80",
                                                     "localhost:x",
                                                     "localhost:8o",
                                                     "[::1",
                                                     "[::1]x",
                                                     "\x80"}) {
        requests.push_back(start + "Host: " + host + "\r\n" + length + "\r\n" + body);
    }
}

void targets(Requests& requests)
{
    auto const path = std::string{twilio_path};
    for (auto const& text : std::vector<std::string>{"*",
                                                     "localhost:80",
                                                     "2010-04-01/Accounts/AC1/Messages.json",
                                                     "?x",
                                                     "http",
                                                     "http:/x",
                                                     "http://",
                                                     "http:///" + path,
                                                     "ftp://api.twilio.com" + path,
                                                     "http://u@api.twilio.com" + path,
                                                     "http://u:p@api.twilio.com" + path,
                                                     "http://evil.example" + path,
                                                     "https://evil.example:443" + path,
                                                     "http://api.twilio.com?x",
                                                     "//api.twilio.com" + path + "#x",
                                                     path + "#a",
                                                     "/a\\b",
                                                     "http://api.twilio.com\\@evil" + path,
                                                     "/\x80",
                                                     "/nobody/here",
                                                     "/v4/unknown",
                                                     "http://169.254.169.254/latest",
                                                     "http://[::1]" + std::string{"/x"},
                                                     "file:///etc/passwd",
                                                     "javascript:x",
                                                     "https:api.twilio.com" + path}) {
        requests.push_back(target(text));
    }
    for (auto const& method :
         std::vector<std::string>{"CONNECT", "TRACE", "post", "Post", "FOO", "POST\t", "P OST",
                                  "PO\x01ST", "", "(POST)"}) {
        requests.push_back(line(method + " " + path + " HTTP/1.1"));
    }
    for (auto const& version : std::vector<std::string>{
             "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTTP/1", "HTTP/11", "HTTP/1.1.1", "http/1.1",
             "HTTP/1.10", "HTTP/ 1.1", "HTTP/1.1 ", "HTTP/-1.1", "HTTP/1,1", "HTTPS/1.1", "",
             "XTTP/1.1", "HTTP/1.1\t"}) {
        requests.push_back(line("POST " + path + " " + version));
    }
    for (auto const& text : std::vector<std::string>{
             "POST  " + path + " HTTP/1.1", "POST\t" + path + "\tHTTP/1.1",
             " POST " + path + " HTTP/1.1", "POST " + path + "  HTTP/1.1", "POST " + path,
             "POST" + path + " HTTP/1.1", std::string{"\xef\xbb\xbfPOST "} + path + " HTTP/1.1",
             std::string{"\x16\x03\x01\x02"}, std::string{"PRI * HTTP/2.0"}}) {
        requests.push_back(line(text));
    }
}

Requests hostile()
{
    Requests requests;
    framing(requests);
    chunk_tricks(requests);
    fields(requests);
    hosts(requests);
    targets(requests);
    return requests;
}

class Hostile : public testing::Test {
protected:
    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
    TestGateway gateway{
        {"[providers.twilio]\nupstream = \"" + upstream.url() +
             "\"\n[providers.sendgrid]\nupstream = \"" + upstream.url() + "\"\n",
         "head_timeout = \"200ms\"\nbody_timeout = \"200ms\"\nidle_timeout = \"10s\"\n"}};
};

TEST_F(Hostile, RequestsAreRefusedAndNeverForwarded)
{
    auto const requests = hostile();
    EXPECT_GE(requests.size(), 300U);
    for (auto const& request : requests) {
        auto const shown = testing::PrintToString(request.substr(0, 400));
        Client caller{gateway.port()};
        caller.link->send(request);
        caller.link->finish_sending();
        auto const answer = caller.reading.answer();
        ASSERT_TRUE(answer) << shown;
        auto const status = answer->status();
        EXPECT_TRUE((status >= 400 && status < 500) || status == 501 || status == 505)
            << status << ' ' << shown;
        EXPECT_FALSE(answer->body.empty()) << shown;
        EXPECT_TRUE(answer->whole) << shown;
        EXPECT_EQ(caller.reading.rest(), "") << shown;  // one answer, and the connection ends
        ASSERT_EQ(upstream.count(), 0U) << shown;
    }
    EXPECT_EQ(upstream.connections.count(), 0U);
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
}

TEST_F(Hostile, HeadsThatNeverEndAreGivenUp)
{
    auto const whole = twilio_send(other_phone);
    for (auto const& part : std::vector<std::string>{
             std::string{"P"}, whole.substr(0, 40), whole.substr(0, whole.find("\r\n\r\n") + 2),
             std::string{"POST / HTTP/1.1\nHost: localhost\n\n"}, std::string{"\r\n"}}) {
        Client caller{gateway.port()};
        auto const answer = caller.ask(part);
        EXPECT_TRUE(answer.status() == 408 || answer.status() == 400 || answer.status() == 505)
            << testing::PrintToString(part);
        EXPECT_EQ(caller.reading.rest(), "");
    }
    EXPECT_EQ(upstream.connections.count(), 0U);
}

TEST_F(Hostile, SpellingsOfThePathDontHideASendToWhoStopped)
{
    gateway.stop_promotional(std::string{stopped_phone}, "sms");
    gateway.stop_promotional("stopped@example.com", "email");
    auto const form = std::string{"To=%2B14155550100&From=%2B14155550199&Body=Sale"};
    auto const accounts = std::string{"/2010-04-01/Accounts/AC1"};
    for (auto const& path : std::vector<std::string>{
             accounts + "/Messages.json",
             accounts + "/Messages",
             accounts + "/Messages/",
             accounts + "/Messages.json/",
             accounts + "//Messages.json",
             "/2010-04-01//Accounts/AC1/Messages.json",
             "/2010-04-01/./Accounts/AC1/Messages.json",
             "/2010-04-01/Accounts/AC1/%4dessages.json",
             "/2010-04-01/Accounts/AC1/%4Dessages.json",
             accounts + "/x/../Messages.json",
             accounts + "/%2e/Messages.json",
             accounts + "/x/%2e%2e/Messages.json",
             accounts + "%2fMessages.json",
             accounts + "/Messages%2ejson",
             accounts + "/Messages.json;v=1",
             accounts + "/messages.json",
             accounts + "/MESSAGES.JSON",
             accounts + "/Messages.xml",
             accounts + "/Messages.csv",
             accounts + "/SMS/Messages.json",
             accounts + "/SMS/Messages",
             accounts + "/Messages.json?x=1",
             accounts + "/Messages.json?",
             "/twilio" + accounts + "/Messages.json",
             "/twilio/" + accounts + "/Messages.json",
             "/twilio/." + accounts + "/Messages.json",
             "/2010%2d04-01/Accounts/AC1/Messages.json",
             std::string{"http://api.twilio.com"} + accounts + "/Messages.json",
             "http://api.twilio.com/" + accounts + "/Messages.json",
             accounts + "/Messages.json%00",
             accounts + "/Messages.json%20"}) {
        Client caller{gateway.port()};
        auto const answer = caller.ask(post(path, form_type, form));
        EXPECT_GE(answer.status(), 400U) << path;
        EXPECT_LT(answer.status(), 500U) << path;
        for (auto const& got : upstream.received())
            EXPECT_EQ(got.body.find("4155550100"), std::string::npos) << path;
    }
    auto const json = std::string{
        R"({"personalizations":[{"to":[{"email":"stopped@example.com"}]}],"from":{"email":"a@b.example"}})"};
    for (auto const& path : std::vector<std::string>{
             "/v3/mail/send", "/v3/mail/send/", "/v3//mail/send", "/v3/mail/./send",
             "/v3/mail/%73end", "/V3/Mail/Send", "/sendgrid/v3/mail/send",
             "/sendgrid//v3/mail/send", "/v3/mail/x/../send", "/v3/mail%2fsend",
             "http://api.sendgrid.com/v3/mail/send", "/sendgrid/api/mail.send.json",
             "/v3/mail/send;a"}) {
        Client caller{gateway.port()};
        caller.ask(post(path, "application/json", json));
        for (auto const& got : upstream.received())
            EXPECT_EQ(got.body.find("stopped@example.com"), std::string::npos) << path;
    }
}

}  // namespace
}  // namespace tests
