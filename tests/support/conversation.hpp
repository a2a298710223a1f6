// A client and a world that exchange bytes in memory as by TCP: with the real readers and writers, without a
// port. Bytes arrive whole, or in pieces.
#pragma once

#include "http/request_reader.hpp"
#include "http/response_reader.hpp"
#include "http/writer.hpp"
#include "socketio/manager.hpp"
#include "support/cut.hpp"
#include "support/world_story.hpp"
#include "transport/socket_request.hpp"
#include "websocket/client_websocket.hpp"
#include "websocket/handshake.hpp"
#include "websocket/server_websocket.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock {

class Conversation {
public:
    Conversation(engineio::ClientSettings settings, Cut cut,
                 std::string_view profile = core::rules_of_default_profile)
        : world_(profile), manager_(settings, "/"), cut_(std::move(cut)) {}

    core::WorldStory& world() { return world_; }
    const engineio::ClientSession& session() const { return manager_.session(); }
    const std::vector<socketio::ClientEvent>& events() const { return events_; }
    std::size_t longest() const { return longest_; } // of the pieces, in bytes

    // Returns when no bytes are on their way.
    void client_does(const socketio::ClientInput& input) {
        apply(input);
        settle();
    }

    void call(core::Command command) {
        world_.ask(std::move(command));
        carry_out_world();
        settle();
    }

    // Passes time, deadline by deadline of both sides.
    void pass(Milliseconds duration) {
        const auto until = world_.now() + duration;
        for (;;) {
            auto next = until;
            for (const auto& deadline : {world_.next_deadline(), manager_.next_deadline()})
                if (deadline && *deadline < next) next = *deadline;
            world_.advance(next - world_.now());
            carry_out_world();
            client_does(socketio::TimePassed{});
            if (next == until) return;
        }
    }

    template <typename Each>
    std::vector<Each> all() const {
        std::vector<Each> found;
        for (const auto& event : events_)
            if (const auto* each = std::get_if<Each>(&event)) found.push_back(*each);
        return found;
    }

private:
    struct Connection {
        bool is_channel = false;
        http::RequestReader server_reader{1000000};
        http::ResponseReader client_reader;                        // of a request
        std::unique_ptr<websocket::ClientWebSocket> client_socket; // of a channel
        std::unique_ptr<websocket::ServerWebSocket> server_socket;
        std::string handshake; // the answer that accepts the channel
        std::optional<http::Headers> cors;
        bool was_open = false;
        bool client_left = false;
        bool server_left = false;
    };

    struct Carried {
        std::uint64_t connection;
        bool to_server;
        std::string bytes;
        bool is_end; // the connection ends after the bytes
    };

    void apply(const socketio::ClientInput& input) {
        auto effects = manager_.apply(input, world_.now());
        for (auto& effect : effects.wire) std::visit([this](auto& each) { perform(each); }, effect);
        for (auto& event : effects.events) events_.push_back(std::move(event));
    }

    // --- effects of the client

    void perform(const http::Request& request) {
        connections_[request.exchange];
        send(request.exchange, true, http::encode_request(request, "localhost", {}));
    }
    void perform(const engineio::DropExchange& effect) { leave(effect.exchange); }
    void perform(const engineio::OpenChannel& effect) {
        auto& connection = connections_[effect.channel];
        connection.is_channel = true;
        connection.client_socket =
            std::make_unique<websocket::ClientWebSocket>(effect.request, "localhost", http::Headers{});
        flush_client(effect.channel);
    }
    void perform(const engineio::SendFrame& effect) {
        connections_.at(effect.channel).client_socket->send(*effect.payload, effect.binary);
        flush_client(effect.channel);
    }
    void perform(const engineio::CloseChannel& effect) {
        connections_.at(effect.channel).client_socket->close();
        flush_client(effect.channel);
        leave(effect.channel);
    }

    void flush_client(std::uint64_t id) { send(id, true, connections_.at(id).client_socket->take_output()); }
    void leave(std::uint64_t id) {
        connections_.at(id).client_left = true;
        send(id, true, "", true);
    }

    // --- effects of the world

    void carry_out_world() {
        for (const auto& effect : std::vector<engineio::WireEffect>(world_.effects()))
            std::visit([this](const auto& each) { carry_out(each); }, effect);
    }

    void carry_out(const engineio::Respond& effect) {
        send(effect.exchange, false, http::encode_response(effect.response, {}, false), true);
    }
    void carry_out(const engineio::DropExchange& effect) { send(effect.exchange, false, "", true); }
    void carry_out(const engineio::AcceptChannel& effect) {
        send(effect.channel, false, connections_.at(effect.channel).handshake);
    }
    void carry_out(const engineio::RefuseChannel& effect) {
        send(effect.channel, false, http::encode_response(effect.response, {}, false), true);
    }
    void carry_out(const engineio::SendFrame& effect) {
        send(effect.channel, false, websocket::frame_message(*effect.payload, effect.binary));
    }
    void carry_out(const engineio::Broadcast& effect) {
        for (const auto& frame : engineio::frames_of(effect)) carry_out(frame);
    }
    void carry_out(const engineio::Confirm&) {}
    void carry_out(const engineio::CloseChannel& effect) {
        connections_.at(effect.channel).server_socket->close();
        flush_server(effect.channel);
        send(effect.channel, false, "", true);
    }
    void carry_out(const engineio::BreakChannel& effect) {
        send(effect.channel, false, websocket::broken_frame(), true);
    }
    void carry_out(const engineio::DropChannel& effect) { send(effect.channel, false, "", true); }

    void flush_server(std::uint64_t id) { send(id, false, connections_.at(id).server_socket->take_output()); }

    // --- the bytes between them

    void send(std::uint64_t id, bool to_server, std::string bytes, bool is_end = false) {
        longest_ = std::max(longest_, bytes.size());
        if (!bytes.empty() || is_end) carried_.push_back({id, to_server, std::move(bytes), is_end});
    }

    void settle() {
        while (!carried_.empty()) {
            const auto carried = std::move(carried_.front());
            carried_.pop_front();
            if (!carried.bytes.empty()) {
                for (const auto piece : cut_(carried.bytes)) deliver(carried, piece);
            }
            if (carried.is_end) end(carried);
        }
    }

    void deliver(const Carried& carried, std::string_view piece) {
        auto& connection = connections_.at(carried.connection);
        if (carried.to_server && !connection.server_left) to_server(carried.connection, connection, piece);
        if (!carried.to_server && !connection.client_left) to_client(carried.connection, connection, piece);
    }

    void to_server(std::uint64_t id, Connection& connection, std::string_view piece) {
        if (connection.server_socket) {
            std::string received(piece);
            ByteSpan bytes{received.data(), received.size()};
            while (const auto message = connection.server_socket->next(bytes))
                tell_world(core::FrameArrived{id, *message});
            flush_server(id);
            if (connection.server_socket->is_closed() && !std::exchange(connection.server_left, true))
                tell_world(core::ChannelLost{id});
            return;
        }
        connection.server_reader.receive(piece);
        auto read = connection.server_reader.next();
        REQUIRE_FALSE(connection.server_reader.fault());
        if (!read) return;
        const auto head = read->head;
        auto request = transport::to_engineio(std::move(*read), "");
        request.exchange = id;
        if (!websocket::asks_for_upgrade(head)) return tell_world(core::RequestArrived{std::move(request)});
        REQUIRE(websocket::handshake_fault(head).text.empty());
        connection.handshake = websocket::encode_handshake(head, {});
        connection.server_socket = std::make_unique<websocket::ServerWebSocket>(1000000);
        tell_world(core::UpgradeArrived{id, std::move(request)});
    }

    void to_client(std::uint64_t id, Connection& connection, std::string_view piece) {
        if (!connection.is_channel) {
            connection.client_reader.receive(piece);
            REQUIRE(connection.client_reader.broken().empty());
            if (connection.client_reader.response() && !std::exchange(connection.client_left, true))
                apply(socketio::Responded{id, *connection.client_reader.response()});
            return;
        }
        auto& socket = *connection.client_socket;
        socket.receive(piece);
        flush_client(id);
        if (socket.is_open() && !std::exchange(connection.was_open, true))
            apply(socketio::ChannelAccepted{id});
        for (const auto& message : socket.take_messages()) apply(socketio::FrameReceived{id, message});
        if (socket.is_closed()) client_channel_ended(id, connection);
    }

    void client_channel_ended(std::uint64_t id, Connection& connection) {
        if (std::exchange(connection.client_left, true)) return;
        const auto refusal = connection.client_socket->refusal();
        if (refusal) apply(socketio::ChannelRefused{id, *refusal});
        else apply(socketio::ChannelFailed{id, connection.client_socket->detail()});
    }

    void end(const Carried& carried) {
        const auto id = carried.connection;
        auto& connection = connections_.at(id);
        if (carried.to_server) {
            if (std::exchange(connection.server_left, true)) return;
            if (connection.is_channel) tell_world(core::ChannelLost{id});
            else tell_world(core::ExchangeLost{id});
        } else if (connection.is_channel) {
            connection.client_socket->finish();
            client_channel_ended(id, connection);
        } else if (!std::exchange(connection.client_left, true)) {
            apply(socketio::RequestFailed{id, "the connection ended"});
        }
    }

    void tell_world(const core::Input& input) {
        world_.play(input);
        carry_out_world();
    }

    core::WorldStory world_;
    socketio::Manager manager_;
    Cut cut_;
    std::map<std::uint64_t, Connection> connections_;
    std::deque<Carried> carried_;
    std::vector<socketio::ClientEvent> events_;
    std::size_t longest_ = 0;
};

} // namespace chatmock
