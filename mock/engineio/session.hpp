// One Engine.IO session, pure: what the client did and what time it is go in, effects come out.
#pragma once

#include "engineio/backlog.hpp"
#include "engineio/close_reason.hpp"
#include "engineio/codec/polling_codec.hpp"
#include "engineio/frame_codec.hpp"
#include "engineio/handshake.hpp"
#include "engineio/heartbeat.hpp"
#include "engineio/interference.hpp"
#include "engineio/session_state.hpp"
#include "engineio/wire_effect.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::engineio {

// What a client did against the protocol.
struct ClientViolation {
    std::string_view code; // stable, such as "second_poll"; docs/CONTROL_API.md lists all
    std::string message;
};

// What came of one input. Sessions append to it, in order.
struct Output {
    std::vector<WireEffect> effects;
    std::vector<Message> messages; // from the client, for the layer above
    std::vector<ClientViolation> violations;
    bool upgraded = false;      // the WebSocket has become the transport
    std::string_view closed_as; // a close_reason, where the session ended
};

struct SessionSettings {
    Protocol protocol = Protocol::v4;
    bool repair_double_utf8 = false; // of what clients of Socket.IO 1.x send by polling
    Timings timings;
    Interference* interference = nullptr; // outlives the session, where there is one
    Backlog* backlog = nullptr;           // likewise
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

    // A WebSocket is open that the client has not made its transport yet. Not where the mock itself holds
    // the upgrade up: a swallowed probe, a mute session.
    bool is_upgrading() const {
        return !is_mute() && ((state_ == SessionState::probing && !is_probe_lost_) ||
                              state_ == SessionState::probed || state_ == SessionState::closing);
    }

    // It writes nothing any more: its requests wait without an answer, of each kind the latest.
    bool is_mute() const { return state_ == SessionState::silent || (is_half_open_ && is_open()); }

    // The handshake; exactly one of them, once.
    void open_polling(const http::Request& request, Instant now, Output& output);
    void open_websocket(ChannelId channel, const http::Request& request, Instant now, Output& output);

    // What the client does.
    void poll(http::ExchangeId exchange, Output& output);
    void begin_post(http::ExchangeId exchange, Output& output); // its body is on its way
    void post(const http::Request& request, Instant now, Output& output);
    void abandon(http::ExchangeId exchange,
                 Output& output); // the connection of a request without answer was lost
    void attach(ChannelId channel, const http::Request& request, Instant now, Output& output);
    void frame(ChannelId channel, const Message& content, Instant now, Output& output);
    void lose(ChannelId channel, Output& output);

    // What the server does. `receipt` comes back with the effect that carries the packet.
    void send(SharedPacket packet, Receipt receipt, Output& output);
    void close(std::string_view reason, Instant now, Output& output);

    // Each way to end it waits where the client listens to no transport: between the answer to its probe and
    // its "5" it has paused its polls, and takes a WebSocket that ends for an upgrade that failed. It would
    // hang until its ping timeout. So the session is over, but the wire changes only with the client's next
    // poll, POST or "5", or when the upgrade has taken too long.

    // Ends it without a word: its connections are cut, and nobody knows its sid any more.
    void drop(std::string_view reason, Output& output);

    // Ends it so that the client's transport fails. A WebSocket that is merely cut counts as closed: it
    // breaks its own protocol first.
    void fail(std::string_view reason, Output& output);

    // Half of the packet leaves, by WebSocket or with the poll that was to carry it; there the connection
    // is cut, and the session ends.
    void tear(SharedPacket packet, std::string_view reason, Instant now, Output& output);

    // Ends it behind the client's back: it is mute and deaf until the client goes, or would have long
    // noticed by its own clock.
    void fall_silent(std::string_view reason, Instant now, Output& output);

    // Makes it mute: it hears its client, and what is sent to it is lost. It lasts as long as silence.
    void become_half_open(Instant now);

    // When `fire` has something to do; nothing once closed.
    std::optional<Instant> deadline() const;
    void fire(Instant now, Output& output);

    // What the deadline is for, as the control API names it; empty where there is none.
    std::string_view timer() const;

    // Time itself was set by so much: whatever is armed stays as far away as it was.
    void shift_deadlines(Milliseconds by);

    // It has pinged its client, and heard nothing since.
    bool awaits_pong() const { return heartbeat_.awaits_pong(); }

    // Whether all that was sent has left with the client's poll, and the next poll is there.
    bool has_nothing_queued() const;

    // Asks for the receipt when everything sent by WebSocket so far was handed to the kernel.
    void confirm(Receipt receipt, Output& output) const;

    // Where a text packet leaves at once and as it is, so that it may be broadcast instead of sent; nothing
    // where it is queued, or lost.
    std::optional<ChannelId> direct_channel() const {
        if (state_ != SessionState::websocket || is_half_open_) return std::nullopt;
        return channel_;
    }

    // What was sent but not yet carried to the client.
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

    // What becomes of the connections of a session that ends.
    enum class Ending {
        closed,  // the protocol's own close
        dropped, // they are reset
        broken,  // likewise, and a WebSocket fails
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
    bool gets_lost(Word word) const;
    void beat(Instant now, Output& output);
    void hush(Instant now);
    void keep(std::optional<http::ExchangeId>& place, http::ExchangeId exchange, Output& output);
    void let_go(std::optional<http::ExchangeId>& place, Output& output);
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
    FrameCodec frame_codec_;
    Heartbeat heartbeat_;
    std::optional<http::ExchangeId> parked_;  // a GET that waits for something to say
    std::optional<http::ExchangeId> posting_; // a POST whose body is not complete
    std::optional<ChannelId> channel_;
    std::vector<Queued> queue_;
    std::size_t queued_bytes_ = 0;
    bool is_half_open_ = false;
    bool is_torn_ =
        false; // the poll that carries the queue carries half of it; of frames, the last is halved
    bool is_probe_lost_ = false; // the WebSocket's probe was swallowed
    Ending ending_ = Ending::closed;

    // Deadlines; absent while not armed.
    std::optional<Instant> upgrade_by_;
    std::optional<Instant> drain_by_;
};

} // namespace chatmock::engineio
