#include "control/unpack.hpp"

#include "base/text/ascii.hpp"
#include "control/decompress.hpp"

namespace chatmock::control {

namespace {

std::optional<Packing> packing_of(std::string_view encoding) {
    for (const auto* name : {"gzip", "x-gzip", "deflate"}) {
        if (equals_ignoring_case(encoding, name)) return Packing::gzip;
    }
    if (equals_ignoring_case(encoding, "br")) return Packing::brotli;
    return std::nullopt;
}

} // namespace

Result<std::string> unpack(std::string body, std::string_view encoding, std::size_t bytes_max) {
    if (encoding.empty() || equals_ignoring_case(encoding, "identity")) return body;
    const auto packing = packing_of(encoding);
    if (!packing) {
        return Error{ErrorCode::not_json, "expected a Content-Encoding of gzip, deflate or br, got \"" +
                                              std::string(encoding.substr(0, 100)) + "\""};
    }
    std::string unpacked;
    const auto end = body.empty() ? Decompressed::whole : decompress(body, *packing, bytes_max, unpacked);
    if (end == Decompressed::too_large) {
        return Error{ErrorCode::body_too_large, "expected a body of at most " + std::to_string(bytes_max) +
                                                    " bytes, got more once it is unpacked"};
    }
    if (end == Decompressed::damaged) {
        return Error{ErrorCode::malformed_json, "expected a body in the Content-Encoding \"" +
                                                    std::string(encoding) +
                                                    "\", got one that does not unpack"};
    }
    return unpacked;
}

} // namespace chatmock::control
