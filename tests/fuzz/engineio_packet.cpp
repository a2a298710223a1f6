// A packet that was read is written as it was, in both protocols.
#include "engineio/codec/packet.hpp"

#include <cstdlib>

using namespace chatmock::engineio;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        const auto packet = decode_text_packet(input, protocol);
        const bool is_text = packet && !packet->content.binary;
        if (is_text && share(packet->type, packet->content.data)->text != input) abort();
        const auto binary = decode_text_packet(base64_text_of(input, protocol), protocol);
        if (!binary || binary->content.data != input) abort();
    }
    if (decode_binary_packet(typed_bytes_of(input), Protocol::v3).content.data != input) abort();
    return 0;
}
