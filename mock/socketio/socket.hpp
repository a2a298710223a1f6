// The Socket.IO side of one server, pure, as a client that has joined one namespace sees it: Engine.IO
// messages in, what the server meant out. The other half of client.hpp.
#pragma once

#include "socketio/assembler.hpp"
#include "socketio/meaning.hpp"
#include "socketio/protocol.hpp"
#include "socketio/recovery.hpp"

#include <optional>
#include <string>
#include <variant>

namespace chatmock::socketio {

// The server let the client in.
struct Connected {
    std::string sid; // empty in protocol 4, which knows the session's own
    Recovery recovery = Recovery::off;
};

// The server did not.
struct Refused {
    std::string message;
    Json data; // what else it said; null where that was all
};

// The server took the client out of the namespace.
struct Disconnected {};

class Socket {
public:
    using Meaning = std::variant<Connected, Refused, EventReceived, Disconnected, Broken, Ignored>;

    // `auth` is the payload of CONNECT, an object; null for none. Only protocol 5 has one.
    Socket(Protocol protocol, std::string namespace_name, Json auth = nullptr)
        : protocol_(protocol), namespace_name_(std::move(namespace_name)), auth_(std::move(auth)) {}

    // The packet that asks to be let in; nothing where the server does it unasked, as protocol 4 has it for
    // the main namespace.
    std::optional<std::string> connect() const;

    // The packet that leaves.
    std::string disconnect() const;

    Meaning receive(const engineio::Message& message);

private:
    Meaning understand(Packet packet);

    Protocol protocol_;
    std::string namespace_name_;
    Json auth_;
    Assembler assembler_{Sender::server};
};

} // namespace chatmock::socketio
