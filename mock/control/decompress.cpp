#include "control/decompress.hpp"

#include <httplib.h>

#include <memory>

namespace chatmock::control {

namespace {

// The only part of cpp-httplib in this folder: its server uses a thread per connection, and does not bound
// heads.
std::unique_ptr<httplib::detail::decompressor> decompressor_for(Packing packing) {
    using namespace httplib::detail;
    if (packing == Packing::brotli) return std::make_unique<brotli_decompressor>();
    return std::make_unique<gzip_decompressor>();
}

} // namespace

Decompressed decompress(std::string_view packed, Packing packing, std::size_t bytes_max, std::string& into) {
    bool too_large = false;
    const auto append = [&](const char* bytes, std::size_t count) {
        too_large = count > bytes_max - into.size();
        if (!too_large) into.append(bytes, count);
        return !too_large;
    };
    const bool done = decompressor_for(packing)->decompress(packed.data(), packed.size(), append);
    if (too_large) return Decompressed::too_large;
    return done ? Decompressed::whole : Decompressed::damaged;
}

} // namespace chatmock::control
