// One Engine.IO session from its client's side, pure: what the server did and what time it is go in, effects
// come out. The other half of session.hpp: what one wants done on the wire is what happens to the other.
#pragma once

#include "engineio/client_state.hpp"
#include "engineio/close_reason.hpp"
#include "engineio/frame_codec.hpp"
#include "engineio/handshake.hpp"
#include "engineio/heartbeat.hpp"
#include "engineio/wire_effect.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::engineio {

// Asks for a WebSocket.
struct OpenChannel {
    ChannelId channel;
    http::Request request;
};

// What a client wants done on the wire, in order. A request is answered by respond() or fail(), a WebSocket
// that is asked for by accept(), refuse() or lose(); what the client drops or closes itself is told no more
// of.
using ClientEffect = std::variant<http::Request, DropExchange, OpenChannel, SendFrame, CloseChannel>;

enum class Transports {
    polling,
    websocket,
    upgrade, // polling, then WebSocket where the server offers it
};

struct ClientSettings {
    Protocol protocol = Protocol::v4;
    Transports transports = Transports::upgrade;
    std::string path = "/socket.io/";
    http::Query query; // of every request, beside what Engine.IO itself says in it
};

// How a session ended.
struct ClientEnd {
    std::string_view reason;              // a close_reason
    std::string detail;                   // what came of it, for people; empty where there is no more to say
    std::optional<http::Response> answer; // the HTTP answer that was a refusal
};

// What came of one input. Sessions append to it, in order.
struct ClientOutput {
    std::vector<ClientEffect> effects;
    std::vector<Message> messages; // from the server, for the layer above
    bool opened = false;           // the handshake is done
    bool upgraded = false;         // the WebSocket has become the transport
    std::optional<ClientEnd> end;
};

class ClientSession {
public:
    // So many packets may wait; a server that takes no more of them is given up.
    static constexpr std::size_t queued_max = 1000;

    explicit ClientSession(ClientSettings settings);

    ClientState state() const { return state_; }
    Transport transport() const { return transport_; }  // the last one, also when it has ended
    const std::string& sid() const { return sid_; }     // empty until it is opened
    const Timings& timings() const { return timings_; } // as the server gave them, once it is opened

    // The handshake; once.
    void open(ClientOutput& output);

    // What the server does.
    void respond(http::ExchangeId exchange, const http::Response& response, Instant now,
                 ClientOutput& output);
    void fail(http::ExchangeId exchange, const std::string& detail,
              ClientOutput& output); // no answer will come
    void accept(ChannelId channel, ClientOutput& output);
    void refuse(ChannelId channel, const http::Response& response, ClientOutput& output);
    void frame(ChannelId channel, const Message& content, Instant now, ClientOutput& output);
    void lose(ChannelId channel, const std::string& detail, ClientOutput& output);

    // What the client does. Where it has closed, or the session has ended, nothing is sent any more.
    void send(SharedPacket packet, ClientOutput& output);
    void close(ClientOutput& output);

    // Ends it without a word.
    void abort(std::string_view reason, const std::string& detail, ClientOutput& output);

    // When fire() is due; absent where nothing is waited for.
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
    FrameCodec frame_codec_;
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
