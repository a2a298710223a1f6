// Text is a packet or an error; a packet that was read keeps its meaning when written.
#include "socketio/packet.hpp"

#include <cstdlib>

using namespace chatmock;
using namespace chatmock::socketio;

namespace {

void check(std::string_view input, Sender sender) {
    const auto packet = decode_packet(input, sender);
    if (!packet || !packet->data || is_binary(packet->type)) return;
    const auto text =
        encode_text(packet->type, packet->namespace_name, packet->ack_id, to_text(*packet->data));
    const auto again = decode_packet(text, sender);
    if (!again || again->namespace_name != packet->namespace_name || again->ack_id != packet->ack_id) abort();
    if (to_text(*again->data) != to_text(*packet->data)) abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check(input, Sender::client);
    check(input, Sender::server);
    return 0;
}
