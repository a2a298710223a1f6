#include "control/decompress.hpp"

#include "base/text/base64.hpp"
#include "embedded/host.hpp"

namespace chatmock::control {

Decompressed decompress(std::string_view packed, Packing packing, std::size_t bytes_max, std::string& into) {
    constexpr std::int32_t too_large = 1;
    const auto reply = embedded::ask_host("decompress", {{"packed", encode_base64(packed)},
                                                         {"is_brotli", packing == Packing::brotli},
                                                         {"bytes_max", bytes_max - into.size()}});
    if (reply.code == too_large) return Decompressed::too_large;
    if (reply.code != 0) return Decompressed::damaged;
    into += reply.bytes;
    return Decompressed::whole;
}

} // namespace chatmock::control
