#include "gateway/settings/file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace gateway::settings {

namespace {

constexpr std::size_t most_bytes = 1'024 * 1'024;

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::optional<std::string> read_file(std::string const& path)
{
    std::unique_ptr<std::FILE, Close> const file{std::fopen(path.c_str(), "rb")};
    if (!file) return std::nullopt;
    std::string text;
    std::array<char, 4'096> piece;
    while (auto const size = std::fread(piece.data(), 1, piece.size(), file.get())) {
        text.append(piece.data(), size);
        if (text.size() > most_bytes) {
            errno = EFBIG;
            return std::nullopt;
        }
    }
    if (std::ferror(file.get())) return std::nullopt;  // a directory opens, but can't be read
    return text;
}

}  // namespace gateway::settings
