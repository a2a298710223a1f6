// Whatever a client sends, it is understood or breaks the protocol; it is in a namespace only when accepted
// there.
#include "socketio/client.hpp"

#include <cstdlib>

using namespace chatmock::socketio;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    Client client(size % 2 == 0 ? Protocol::v4 : Protocol::v5);
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) { // messages end at a newline; those of bytes start with a tab
        const std::string line(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const auto meaning = client.receive({line[0] == '\t', line});
        const auto* event = std::get_if<EventReceived>(&meaning);
        if (event && !client.has_joined(event->namespace_name)) abort();
        if (const auto* wish = std::get_if<ConnectRequested>(&meaning))
            client.accept(wish->namespace_name, "sid");
    }
    return 0;
}
