// For any message of a client, it is valid or a violation; the client is only in namespaces that accepted it.
#include "socketio/client.hpp"

#include <cstdlib>
#include <sstream>

using namespace chatmock::socketio;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    Client client(size % 2 == 0 ? Protocol::v4 : Protocol::v5);
    std::istringstream messages(std::string(reinterpret_cast<const char*>(data), size));
    for (std::string message; std::getline(messages, message);) { // those of bytes start with a tab
        const auto meaning = client.receive({message.substr(0, 1) == "\t", message});
        const auto* event = std::get_if<EventReceived>(&meaning);
        if (event && !client.has_joined(event->namespace_name)) abort();
        const auto* wish = std::get_if<ConnectRequested>(&meaning);
        if (wish) client.accept(wish->namespace_name, "sid", 1);
    }
    return 0;
}
