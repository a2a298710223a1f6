// The server's side of one Engine.IO session, pure: the client's actions and the time go in, effects are
// returned.
#pragma once

#include "engineio/backlog.hpp"
#include "engineio/close_reason.hpp"
#include "engineio/codec/polling_codec.hpp"
#include "engineio/handshake.hpp"
#include "engineio/heartbeat.hpp"
#include "engineio/interference.hpp"
#include "engineio/message_codec.hpp"
#include "engineio/session_state.hpp"
#include "engineio/wire_effect.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::engineio {

// A client's violation of the protocol.
struct ClientViolation {
    std::string_view code; // stable, such as "second_poll"; docs/CONTROL_API.md lists all
    std::string message;
};

// The result of one input. Sessions append to it, in order.
struct Output {
    std::vector<WireEffect> effects;
    std::vector<Message> messages; // from the client, for Socket.IO
    std::vector<ClientViolation> violations;
    bool upgraded = false;      // the WebSocket has become the transport
    std::string_view closed_as; // a close_reason, if the session ended
};

struct SessionSettings {
    Protocol protocol = Protocol::v4;
    bool repair_double_utf8 = false; // of packets that Socket.IO 1.x clients send by polling
    Timings timings;
    Interference* interference = nullptr; // outlives the session; may be null
    Backlog* backlog = nullptr;           // outlives the session; may be null
};

class Session {
public:
    Session(std::string sid, const SessionSettings& settings);

    const std::string& sid() const { return sid_; }
    SessionState state() const { return state_; }
    Protocol protocol() const { return settings_.protocol; }
    Transport transport() const;
    bool is_open() const {
        return state_ != SessionState::closing && state_ != SessionState::draining &&
               state_ != SessionState::silent && state_ != SessionState::closed;
    }

    // True if a WebSocket is open that is not the transport yet. False while the mock itself holds up the
    // upgrade: a dropped probe, a mute session.
    bool is_upgrading() const {
        return !is_mute() && ((state_ == SessionState::probing && !is_probe_lost_) ||
                              state_ == SessionState::probed || state_ == SessionState::closing);
    }

    // True if it sends nothing: requests wait without an answer, only the latest of each kind is kept.
    bool is_mute() const { return state_ == SessionState::silent || (is_half_open_ && is_open()); }

    // The handshake; call exactly one of them, once.
    void open_polling(const http::Request& request, Instant now, Output& output);
    void open_websocket(ChannelId channel, const http::Request& request, Instant now, Output& output);

    // The client's actions.
    void poll(http::ExchangeId exchange, Output& output);
    void begin_post(http::ExchangeId exchange, Output& output); // its body is on its way
    void post(const http::Request& request, Instant now, Output& output);
    void abandon(http::ExchangeId exchange,
                 Output& output); // a request's connection ended before its answer
    void attach(ChannelId channel, const http::Request& request, Instant now, Output& output);
    void frame(ChannelId channel, const Message& content, Instant now, Output& output);
    void lose(ChannelId channel, Output& output);

    // The server's actions. `receipt` is returned with the effect that carries the packet.
    void send(SharedPacket packet, Receipt receipt, Output& output);
    void close(std::string_view reason, Instant now, Output& output);

    // Every end by the server, except in a mute session or by fall_silent(), is deferred while the client
    // listens to no transport: after the answer to its probe and before its "5", it has paused polling, and
    // treats the WebSocket's end as a failed upgrade. It would hang until its ping timeout. So the session
    // ends at once, but its connections change only at the client's next poll, POST or "5", or at the upgrade
    // timeout.

    // Resets the session's connections without a packet. Its sid becomes unknown.
    void drop(std::string_view reason, Output& output);

    // Ends the session so that the client reports a transport error. A WebSocket that is only cut counts as
    // closed, so it first sends an invalid frame.
    void fail(std::string_view reason, Output& output);

    // Sends half of the packet, by WebSocket or in a poll's answer, then resets the connection and ends the
    // session.
    void tear(SharedPacket packet, std::string_view reason, Instant now, Output& output);

    // Ends the session without informing the client: it sends and accepts nothing until the client closes, or
    // must have noticed by its own timeout.
    void fall_silent(std::string_view reason, Instant now, Output& output);

    // Makes the session mute: it still receives, and its packets are lost. Lasts as long as fall_silent().
    void become_half_open(Instant now);

    // The time to call `fire`; empty once closed.
    std::optional<Instant> deadline() const;
    void fire(Instant now, Output& output);

    // The deadline's name in the control API; empty if there is no deadline.
    std::string_view timer() const;

    // The clock was moved: each deadline keeps its distance.
    void shift_deadlines(Milliseconds by);

    // True if the last ping has no answer yet.
    bool awaits_pong() const { return heartbeat_.awaits_pong(); }

    // The server's last ping in protocol 4, the client's in protocol 3; empty before the first.
    std::optional<Instant> last_ping() const { return heartbeat_.last_ping(); }

    // The packets that wait for the client's next poll; 0 over a WebSocket.
    std::size_t queued_packets() const { return queue_.size(); }

    // True if all packets have left in a poll's answer, and the next poll waits.
    bool has_nothing_queued() const;

    // Requests the receipt once the kernel has all bytes that were sent by WebSocket so far.
    void confirm(Receipt receipt, Output& output) const;

    // The channel, if a text packet would leave at once and unchanged, so it can be broadcast; empty if it
    // would be queued or lost.
    std::optional<ChannelId> direct_channel() const {
        if (state_ != SessionState::websocket || is_half_open_) return std::nullopt;
        return channel_;
    }

    // The size of packets that have not left yet.
    std::size_t queued_bytes() const { return queued_bytes_; }

private:
    struct Queued {
        SharedPacket packet;
        Receipt receipt;
        Backlog::Place place = {};
    };

    struct Timer {
        std::string_view name;
        Instant deadline;
    };

    // The treatment of connections when a session ends.
    enum class Ending {
        closed,  // with the protocol's own close
        dropped, // with a reset
        broken,  // with a reset; a WebSocket first fails
    };

    std::optional<Timer> next_timer() const;
    void step(SessionEvent event);
    void open(Transport transport, Instant now, Output& output);
    void hear_payload(const http::Request& post, Instant now, Output& output);
    void hear(const Packet& packet, Instant now, Output& output);
    void hear_heartbeat(PacketType type, Output& output);
    void hear_while_upgrading(const Packet& packet, Instant now, Output& output);
    void hear_while_closing(const Packet& packet, Output& output);
    void complete_upgrade(Instant now, Output& output);
    void time_out_upgrade(Instant now, Output& output);
    bool is_dropped(ControlPacket packet) const;
    void beat(Instant now, Output& output);
    void hush(Instant now);
    void keep(std::optional<http::ExchangeId>& place, http::ExchangeId exchange, Output& output);
    void drop_exchange(std::optional<http::ExchangeId>& place, Output& output);
    void detach(Output& output);
    void cut_channel(Output& output);
    bool listens_nowhere() const;
    bool is_left_to_polls() const;
    bool denies_requests() const;
    void deny(http::ExchangeId exchange, Output& output);
    void defer(SessionEvent event, std::string_view reason, Output& output);
    void say_goodbye(Output& output);
    void violate(ClientViolation violation, std::string_view reason, Output& output);
    void write_frame(const SharedPacket& packet, Receipt receipt, bool torn, Output& output);
    void flush(Output& output);
    void flush_frames(Output& output);
    void answer_poll(PacketType type, Output& output);
    void forget_queue();
    void end(SessionEvent event, std::string_view reason, Output& output);

    std::string sid_;
    SessionSettings settings_;
    SessionState state_ = SessionState::polling;
    PollingCodec polling_codec_;
    MessageCodec frame_codec_;
    Heartbeat heartbeat_;
    std::optional<http::ExchangeId> parked_;  // a GET that waits for packets
    std::optional<http::ExchangeId> posting_; // a POST whose body is incomplete
    std::optional<ChannelId> channel_;
    std::vector<Queued> queue_;
    std::size_t queued_bytes_ = 0;
    bool is_half_open_ = false;
    bool is_torn_ = false;       // the poll's answer is cut in half; of frames, the last one
    bool is_probe_lost_ = false; // the answer to the WebSocket's probe was dropped
    Ending ending_ = Ending::closed;

    // Deadlines; empty while not armed.
    std::optional<Instant> upgrade_by_;
    std::optional<Instant> drain_by_;
};

} // namespace chatmock::engineio
