#include "control/decompress.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <array>
#include <memory>

namespace chatmock::control {

namespace {

// The result of a decoder, piece by piece, within a bound.
class Unpacked {
public:
    Unpacked(std::size_t bytes_max, std::string& into) : bytes_max_(bytes_max), into_(into) {}

    unsigned char* piece() { return piece_.data(); }
    std::size_t piece_bytes() const { return piece_.size(); }

    // False if the bound is passed.
    bool take(std::size_t bytes) {
        if (bytes > bytes_max_ - into_.size()) return false;
        into_.append(piece_.begin(), piece_.begin() + static_cast<std::ptrdiff_t>(bytes));
        return true;
    }

private:
    std::size_t bytes_max_;
    std::string& into_;
    std::array<unsigned char, 16 * 1024> piece_;
};

const unsigned char* bytes_of(std::string_view packed) {
    return reinterpret_cast<const unsigned char*>(packed.data());
}

// A body of gzip may have several members, one after the other (RFC 1952, section 2.2); one of zlib is a
// single stream.
Decompressed inflate_all(std::string_view packed, Unpacked& unpacked) {
    constexpr int gzip_only = 16;
    const bool is_gzip = packed.substr(0, 1) == "\x1f"; // which begins no stream of zlib
    z_stream stream{};
    if (inflateInit2(&stream, MAX_WBITS + (is_gzip ? gzip_only : 0)) != Z_OK) return Decompressed::damaged;
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> ended_with_this(&stream, inflateEnd);
    stream.next_in = const_cast<unsigned char*>(bytes_of(packed)); // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    for (;;) {
        stream.next_out = unpacked.piece();
        stream.avail_out = static_cast<uInt>(unpacked.piece_bytes());
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (!unpacked.take(unpacked.piece_bytes() - stream.avail_out)) return Decompressed::too_large;
        if (result == Z_STREAM_END && stream.avail_in == 0) return Decompressed::whole;
        if (result == Z_STREAM_END && is_gzip) inflateReset(&stream);
        else if (result != Z_OK) return Decompressed::damaged; // Z_BUF_ERROR if the end is missing
    }
}

Decompressed unbrotli_all(std::string_view packed, Unpacked& unpacked) {
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> decoder(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
    if (!decoder) return Decompressed::damaged;
    const auto* next_in = bytes_of(packed);
    auto bytes_in = packed.size();
    for (;;) {
        auto* next_out = unpacked.piece();
        auto room = unpacked.piece_bytes();
        const auto result =
            BrotliDecoderDecompressStream(decoder.get(), &bytes_in, &next_in, &room, &next_out, nullptr);
        if (!unpacked.take(unpacked.piece_bytes() - room)) return Decompressed::too_large;
        if (result == BROTLI_DECODER_RESULT_SUCCESS)
            return bytes_in == 0 ? Decompressed::whole : Decompressed::damaged;
        if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return Decompressed::damaged;
    }
}

} // namespace

Decompressed decompress(std::string_view packed, Packing packing, std::size_t bytes_max, std::string& into) {
    Unpacked unpacked(bytes_max, into);
    return packing == Packing::brotli ? unbrotli_all(packed, unpacked) : inflate_all(packed, unpacked);
}

} // namespace chatmock::control
