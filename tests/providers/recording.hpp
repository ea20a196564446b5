// tests/providers/recording.hpp: a call as a real SDK made it, from tests/recordings.
#pragma once

#include "providers/dialect.hpp"
#include "tests/providers/kept_back.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace recordings {

struct Recording {
    std::string method;
    std::string path;
    std::string query;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    std::string header(std::string const& name) const
    {
        auto const found = headers.find(name);
        return found == headers.end() ? std::string{} : found->second;
    }
};

inline Recording load(std::filesystem::path const& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{stream}, {}};
    auto const head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string::npos) throw std::runtime_error("no head in " + file.string());
    Recording result;
    result.body = bytes.substr(head_end + 4);
    std::string_view head = std::string_view{bytes}.substr(0, head_end + 2);
    auto const next_line = [&] {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        head.remove_prefix(end + 2);
        return line;
    };
    auto const request = next_line();
    auto const first = request.find(' ');
    auto const target = request.substr(first + 1, request.rfind(' ') - first - 1);
    result.method = request.substr(0, first);
    result.path = target.substr(0, target.find('?'));
    if (auto const mark = target.find('?'); mark != std::string_view::npos) {
        result.query = target.substr(mark + 1);
    }
    while (!head.empty()) {
        auto const line = next_line();
        auto const colon = line.find(':');
        std::string name{line.substr(0, colon)};
        for (char& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        result.headers[name] = line.substr(line.find_first_not_of(' ', colon + 1));
    }
    return result;
}

/// All recordings of one folder, by file name.
inline std::map<std::string, Recording> load_all(std::string const& folder)
{
    std::map<std::string, Recording> result;
    for (auto const& entry :
         std::filesystem::directory_iterator{std::filesystem::path{RECORDINGS} / folder}) {
        if (entry.path().extension() == ".http") {
            result.emplace(entry.path().filename().string(), load(entry.path()));
        }
    }
    return result;
}

/// A call that keeps its own bytes.
class OwnCall {
public:
    OwnCall(Recording recording, std::string_view body, char filling = '\0')
        : recording_{std::move(recording)},
          body_{body, filling},
          content_type_{recording_.header("content-type")},
          authorization_{recording_.header("authorization")},
          target_{recording_.path}
    {
        if (!recording_.query.empty()) target_ += "?" + recording_.query;
        for (auto const& [name, value] : recording_.headers)
            headers_.push_back({name, value});
    }
    explicit OwnCall(Recording const& recording) : OwnCall{recording, recording.body} {}

    providers::Call call() const
    {
        return {recording_.method, recording_.path, recording_.query, content_type_, authorization_,
                body_.view(),      host(),          target_,          headers_};
    }
    OwnCall(OwnCall const&) = delete;  // it holds views of itself
    OwnCall& operator=(OwnCall const&) = delete;

private:
    std::string_view host() const
    {
        auto const found = recording_.headers.find("host");
        return found == recording_.headers.end() ? std::string_view{} : found->second;
    }

    Recording recording_;
    Padded body_;
    std::string content_type_;
    std::string authorization_;
    std::string target_;
    std::vector<providers::Header> headers_;
};

}  // namespace recordings
