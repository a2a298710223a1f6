#include "control/unpack.hpp"

#include "base/text/ascii.hpp"

#include <httplib.h>

#include <memory>

namespace chatmock::control {

namespace {

// The only part of cpp-httplib in this folder: its server uses a thread per connection, and does not bound
// heads.
std::unique_ptr<httplib::detail::decompressor> decompressor_for(std::string_view encoding) {
    using namespace httplib::detail;
    for (const auto* name : {"gzip", "x-gzip", "deflate"}) {
        if (equals_ignoring_case(encoding, name)) return std::make_unique<gzip_decompressor>();
    }
    if (equals_ignoring_case(encoding, "br")) return std::make_unique<brotli_decompressor>();
    return nullptr;
}

} // namespace

Result<std::string> unpack(std::string body, std::string_view encoding, std::size_t bytes_max) {
    if (encoding.empty() || equals_ignoring_case(encoding, "identity")) return body;
    const auto decompressor = decompressor_for(encoding);
    if (!decompressor) {
        return Error{ErrorCode::not_json, "expected a Content-Encoding of gzip, deflate or br, got \"" +
                                              std::string(encoding.substr(0, 100)) + "\""};
    }
    std::string unpacked;
    bool too_large = false;
    const bool done =
        body.empty() ||
        decompressor->decompress(body.data(), body.size(), [&](const char* bytes, std::size_t count) {
            too_large = count > bytes_max - unpacked.size();
            if (!too_large) unpacked.append(bytes, count);
            return !too_large;
        });
    if (too_large) {
        return Error{ErrorCode::body_too_large, "expected a body of at most " + std::to_string(bytes_max) +
                                                    " bytes, got more once it is unpacked"};
    }
    if (!done) {
        return Error{ErrorCode::malformed_json, "expected a body in the Content-Encoding \"" +
                                                    std::string(encoding) +
                                                    "\", got one that does not unpack"};
    }
    return unpacked;
}

} // namespace chatmock::control
