// The client's side of one Engine.IO session, pure: the server's actions and the time go in, effects are
// returned. The other side is session.hpp: each side's effects are the other side's inputs.
#pragma once

#include "engineio/client_state.hpp"
#include "engineio/close_reason.hpp"
#include "engineio/handshake.hpp"
#include "engineio/heartbeat.hpp"
#include "engineio/message_codec.hpp"
#include "engineio/wire_effect.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::engineio {

// Opens a WebSocket.
struct OpenChannel {
    ChannelId channel;
    http::Request request;
};

// Effects of a client on the network, in order. The caller answers a request with respond() or fail(), and
// OpenChannel with accept(), refuse() or lose(). It reports nothing about exchanges and channels that the
// client dropped or closed.
using ClientEffect = std::variant<http::Request, DropExchange, OpenChannel, SendFrame, CloseChannel>;

enum class Transports {
    polling,
    websocket,
    upgrade, // polling, then WebSocket if the server offers it
};

struct ClientSettings {
    Protocol protocol = Protocol::v4;
    Transports transports = Transports::upgrade;
    std::string path = "/socket.io/";
    http::Query query; // of every request, in addition to Engine.IO's own
};

// The end of a session.
struct ClientEnd {
    std::string_view reason;              // a close_reason
    std::string detail;                   // for people; empty if nothing is known
    std::optional<http::Response> answer; // the HTTP answer that refused the client
};

// The result of one input. Sessions append to it, in order.
struct ClientOutput {
    std::vector<ClientEffect> effects;
    std::vector<Message> messages; // from the server, for Socket.IO
    bool opened = false;           // the handshake is complete
    bool upgraded = false;         // the WebSocket has become the transport
    std::optional<ClientEnd> end;
};

class ClientSession {
public:
    // The limit of queued packets: the session ends if the server stops reading.
    static constexpr std::size_t queued_max = 1000;

    explicit ClientSession(ClientSettings settings);

    ClientState state() const { return state_; }
    Transport transport() const { return transport_; }  // the last one, also after the end
    const std::string& sid() const { return sid_; }     // empty until the session is open
    const Timings& timings() const { return timings_; } // from the server, once the session is open

    // Sends the handshake; call once.
    void open(ClientOutput& output);

    // The server's actions.
    void respond(http::ExchangeId exchange, const http::Response& response, Instant now,
                 ClientOutput& output);
    void fail(http::ExchangeId exchange, const std::string& detail,
              ClientOutput& output); // there is no answer
    void accept(ChannelId channel, ClientOutput& output);
    void refuse(ChannelId channel, const http::Response& response, ClientOutput& output);
    void frame(ChannelId channel, const Message& content, Instant now, ClientOutput& output);
    void lose(ChannelId channel, const std::string& detail, ClientOutput& output);

    // The client's actions. After a close or the session's end, nothing is sent.
    void send(SharedPacket packet, ClientOutput& output);
    void close(ClientOutput& output);

    // Ends the session without a packet.
    void abort(std::string_view reason, const std::string& detail, ClientOutput& output);

    // The time to call fire(); empty if no timer runs.
    std::optional<Instant> deadline() const { return heartbeat_.deadline(); }
    void fire(Instant now, ClientOutput& output);

private:
    http::Request request(std::string method, Transport transport);
    bool step(ClientEvent event);
    void poll(ClientOutput& output);
    void post(ClientOutput& output);
    void open_channel(ClientOutput& output);
    void hear_payload(const http::Response& response, Instant now, ClientOutput& output);
    void hear_probe(const std::optional<Packet>& packet, ClientOutput& output);
    void hear(const Packet& packet, Instant now, ClientOutput& output);
    void hear_open(const Packet& packet, Instant now, ClientOutput& output);
    void go_on(ClientOutput& output);
    void upgrade(ClientOutput& output);
    void write_frame(const SharedPacket& packet, ClientOutput& output);
    void write_queue(ClientOutput& output);
    void give_up_channel(ClientOutput& output);
    void end(ClientEnd end, ClientOutput& output);

    ClientSettings settings_;
    ClientState state_ = ClientState::opening;
    Transport transport_;
    MessageCodec frame_codec_;
    std::string sid_;
    Timings timings_;
    Heartbeat heartbeat_;
    std::uint64_t last_number_ = 0;           // of an exchange or a channel
    std::optional<http::ExchangeId> polling_; // a GET on its way
    std::optional<http::ExchangeId> posting_; // a POST on its way
    std::optional<ChannelId> channel_;
    std::vector<SharedPacket> queue_; // for the next POST, or the WebSocket
};

} // namespace chatmock::engineio
