// A client's socket in one namespace, pure: Engine.IO messages go in, the server's meaning is returned. The
// server's counterpart is client.hpp.
#pragma once

#include "socketio/assembler.hpp"
#include "socketio/meaning.hpp"
#include "socketio/protocol.hpp"
#include "socketio/recovery.hpp"

#include <optional>
#include <string>
#include <variant>

namespace chatmock::socketio {

// The server accepted the client.
struct Connected {
    std::string sid; // empty in protocol 4, which uses the session's sid
    Recovery recovery = Recovery::off;
};

// The server refused the client.
struct Refused {
    std::string message;
    Json data; // further data of the refusal; null if none
};

// The server removed the client from the namespace.
struct Disconnected {};

class Socket {
public:
    using Meaning = std::variant<Connected, Refused, EventReceived, Disconnected, Broken, Ignored>;

    // `auth` is the payload of CONNECT, an object or null. Only protocol 5 has one.
    Socket(Protocol protocol, std::string namespace_name, Json auth = nullptr)
        : protocol_(protocol), namespace_name_(std::move(namespace_name)), auth_(std::move(auth)) {}

    // The packet that joins; empty if the server joins the client itself, as in protocol 4 for the main
    // namespace.
    std::optional<std::string> connect() const;

    // The packet that leaves the namespace.
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
