// The Socket.IO side of one client, pure: Engine.IO messages in, what the client meant out.
#pragma once

#include "engineio/packet.hpp"
#include "socketio/packet.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chatmock::socketio {

// The client asks to join a namespace; the caller answers with accept() or refuse().
struct ConnectRequested {
    std::string namespace_name;
    Json auth; // the payload of CONNECT; null where there was none
};

struct EventReceived {
    std::string name;
    Json arguments; // a list, without the name
    std::optional<std::uint64_t> ack_id;
};

// The client left the namespace; the transport stays.
struct Left {};

// The client broke the protocol: its session is to be closed.
struct Broken {
    std::string message;
};

// Allowed, and without effect.
struct Ignored {};

using Meaning = std::variant<ConnectRequested, EventReceived, Left, Broken, Ignored>;

class Client {
public:
    static constexpr int protocol = 5;

    bool is_connected() const { return !sid_.empty(); }

    // What the client shows as `socket.id`; empty while not connected.
    const std::string& sid() const { return sid_; }

    Meaning receive(const engineio::Message& message);

    // Each returns the packet that tells the client, as the data of an Engine.IO message.
    std::string accept(std::string sid);
    std::string refuse(std::string_view namespace_name, std::string_view message) const;
    std::string disconnect();

    // The transport is gone: nothing can be told.
    void forget() { sid_.clear(); }

private:
    Meaning understand(Packet packet);

    std::string sid_;
};

} // namespace chatmock::socketio
