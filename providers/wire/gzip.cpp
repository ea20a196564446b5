#include "providers/wire/gzip.hpp"

#include "providers/wire/json.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace wire {
namespace {

constexpr int gzip_only = 16 + MAX_WBITS;  // zlib.h, inflateInit2: a gzip header, and nothing else
constexpr std::size_t first_bytes = 16 * 1024;
/// Text packs to a tenth or a fiftieth; gzip could unpack to a thousand times its size, so that a caller would have us read
/// for seconds what cost it nothing.
constexpr std::size_t most_times = 100;
constexpr std::size_t always_allowed = 4 * 1024 * 1024;

bool is_bomb(std::size_t size, std::size_t packed)
{
    return size > always_allowed && size / most_times > packed;
}

struct EndInflate {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

model::Result<std::string> gunzip(std::string_view compressed, std::size_t limit)
{
    auto const broken = [](char const* what) { return model::Problem{what, "body"}; };
    if (compressed.size() > std::numeric_limits<uInt>::max())
        return broken("the body is too large");
    z_stream stream{};
    if (inflateInit2(&stream, gzip_only) != Z_OK) return broken("no memory to decompress the body");
    std::unique_ptr<z_stream, EndInflate> const end_inflate{&stream};
    // zlib's interface is not const-correct; it only reads from here.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());

    std::string plain(std::min(limit, first_bytes) + 1, '\0');
    std::size_t size = 0;
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(plain.data() + size);
        stream.avail_out = static_cast<uInt>(
            std::min<std::size_t>(plain.size() - size, std::numeric_limits<uInt>::max()));
        auto const room = stream.avail_out;
        int const state = inflate(&stream, Z_NO_FLUSH);
        size += room - stream.avail_out;
        if (size > limit || is_bomb(size, compressed.size() - stream.avail_in))
            return model::Problem{std::string{over_limit}, "body"};
        if (state == Z_STREAM_END) {
            if (stream.avail_in == 0) break;
            if (inflateReset(&stream) != Z_OK) return broken("not valid gzip");
        } else if (state != Z_OK && state != Z_BUF_ERROR) {
            return broken("not valid gzip");
        } else if (stream.avail_out != 0) {
            return broken("the gzip stream is cut short");
        }
        if (size == plain.size()) plain.resize(std::min(limit, 2 * size) + 1);
    }
    plain.resize(size + body_padding);  // zeroes them, so that reading them is reading something
    plain.resize(size);
    return {boost::system::in_place_value, std::move(plain)};
}

}  // namespace wire
