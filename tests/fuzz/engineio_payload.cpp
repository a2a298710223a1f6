// A payload that was read has the same number of packets when it is written and read again, in both protocols
// and modes.
#include "engineio/codec/payload.hpp"

#include <cstdlib>

using namespace chatmock::engineio;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto protocol = size % 2 == 0 ? Protocol::v3 : Protocol::v4;
    const auto read = size % 4 == 0 ? decode_octet_stream(input) : decode_payload(input, protocol);
    std::vector<SharedPacket> packets;
    for (const auto& [type, content] : read.packets)
        packets.push_back(content.binary ? share_binary_message(content.data) : share(type, content.data));
    const auto [body, is_octet_stream] = encode_payload(packets, protocol, size % 3 == 0);
    const auto again = is_octet_stream ? decode_octet_stream(body) : decode_payload(body, protocol);
    if (!packets.empty() && (again.broken || again.packets.size() != packets.size())) abort();
    return 0;
}
