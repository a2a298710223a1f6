// The server's view of one Socket.IO client, pure: Engine.IO messages go in, their meaning is returned.
#pragma once

#include "socketio/assembler.hpp"
#include "socketio/meaning.hpp"
#include "socketio/protocol.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace chatmock::socketio {

// The client asks to join a namespace; the caller answers with accept() or refuse().
struct ConnectRequested {
    std::string namespace_name;
    Json auth; // the payload of CONNECT; null if it has none
};

struct Acknowledged {
    std::string namespace_name;
    std::uint64_t ack_id;
    Json arguments; // a list
    bool is_stray;  // no event requested it, or it was sent before
};

// The client left the namespace; the transport stays.
struct Left {
    std::uint64_t member; // as accept() was given it
};

using Meaning = std::variant<ConnectRequested, EventReceived, Acknowledged, Left, Broken, Ignored>;

// The violation of joining a namespace twice.
Broken connected_twice();

class Client {
public:
    // A namespace that the client has joined.
    struct Joined {
        std::uint64_t member;
        std::uint64_t next_ack_id = 0;
        std::set<std::uint64_t> unanswered = {}; // events that await an acknowledgement
    };

    explicit Client(Protocol protocol) : protocol_(protocol) {}

    Protocol protocol() const { return protocol_; }
    bool has_joined(std::string_view namespace_name) const { return joined_.count(namespace_name) != 0; }

    // By namespace. The core finds a client's members through it.
    const std::map<std::string, Joined, std::less<>>& joined() const { return joined_; }

    Meaning receive(const engineio::Message& message);

    // The memory of an incomplete packet, estimated.
    std::size_t pending_bytes() const { return assembler_.pending_bytes(); }

    // The socket id that this client shows, if the server assigns `sid`: in protocol 4, a client shows its
    // session's.
    std::string visible_sid(std::string_view namespace_name, std::string sid,
                            std::string_view engine_sid) const;

    // Each returns the packet that informs the client. `member` is the caller's number for the client in this
    // namespace.
    std::string accept(const std::string& namespace_name, std::string_view sid, std::uint64_t member);
    std::string refuse(std::string_view namespace_name, std::string_view message, const Json& data) const;
    std::string unknown_namespace(std::string_view namespace_name) const;
    std::string disconnect(std::string_view namespace_name);

    // The id of an event with an acknowledgement, in a namespace that the client has joined.
    std::uint64_t next_ack_id(std::string_view namespace_name);

    // The transport has ended: no packet can be sent.
    void forget(std::string_view namespace_name);

private:
    Meaning understand(Packet packet);
    Left leave(std::string_view namespace_name);
    bool take_answer(std::string_view namespace_name, std::uint64_t ack_id);

    Protocol protocol_;
    Assembler assembler_{Sender::client};
    std::map<std::string, Joined, std::less<>> joined_;
};

} // namespace chatmock::socketio
