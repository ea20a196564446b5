#include "gateway/sandbox/gunzip.hpp"

#include <zlib.h>

#include <array>
#include <memory>

namespace gateway::sandbox {
namespace {

constexpr int gzip_only = 15 + 16;  // zlib's way to say: largest window, gzip wrapper

struct End {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

std::optional<std::string> gunzip(std::string_view packed, std::size_t most)
{
    z_stream stream{};
    if (inflateInit2(&stream, gzip_only) != Z_OK) return std::nullopt;
    std::unique_ptr<z_stream, End> const end{&stream};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());

    std::string text;
    std::array<char, 16 * 1024> piece{};
    for (int state = Z_OK; state != Z_STREAM_END;) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        if (state != Z_OK && state != Z_STREAM_END) return std::nullopt;
        text.append(piece.data(), piece.size() - stream.avail_out);
        if (text.size() > most) return std::nullopt;
    }
    if (stream.avail_in != 0) return std::nullopt;
    return text;
}

}  // namespace gateway::sandbox
