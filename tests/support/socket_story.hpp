// A socket port with a world, and the bytes of its clients, without a socket.
#pragma once

#include "core/sandboxes/sandboxes.hpp"
#include "support/memory_server.hpp"
#include "support/world_story.hpp"
#include "transport/socket_port.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::transport {

class SocketStory {
public:
    explicit SocketStory(std::string_view profile = core::rules_of_default_profile)
        : world_({1, core::shipped_catalogue(), expect_value(policy::parse_profile(json_of(profile))), {}}),
          port_({[this](core::Input input) { apply(input); },
                 [this](http::Request) {
                     return core::SocketSettings{max_payload, first_frame_delay};
                 },
                 [this] { return world_.has_clients_to_notify(); }}),
          server_({"socket", std::chrono::seconds(75)}, port_, now_) {}

    std::shared_ptr<net::MemoryPeer> connect() { return server_.connect(); }

    // The bytes that the client gets for its own.
    std::string send(net::MemoryPeer& client, std::string_view bytes) {
        client.in += bytes;
        server_.settle();
        return client.take_out();
    }

    void settle() { server_.settle(); }

    void use(net::Senders& senders) { server_.use(senders); }

    void pass(Milliseconds duration) {
        now_ += duration;
        apply(core::TimePassed{});
        server_.pass();
    }

    void call(core::Command command) {
        apply(core::Called{++last_ticket_, std::move(command), {}});
        server_.settle();
    }

    // A client that has joined by WebSocket, and got its frames.
    std::shared_ptr<net::MemoryPeer> join(const std::string& token) {
        const auto client = connect();
        send(*client, handshake(token));
        send(*client, frame("40"));
        pass(first_frame_delay);
        client->take_out();
        return client;
    }

    static std::string handshake(const std::string& token) {
        return "GET /socket.io/?EIO=4&transport=websocket&jwt_token=" + token +
               " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    // A text frame of a client, with a mask of zeros.
    static std::string frame(std::string_view payload) {
        return std::string("\x81") + static_cast<char>(0x80U | payload.size()) + std::string(4, '\0') +
               std::string(payload);
    }

    static std::string get(const std::string& query) {
        return "GET /socket.io/?" + query + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    // The receipts that the world got, and how many clients it has.
    const std::vector<engineio::Receipt>& written() const { return written_; }
    std::size_t connections() const { return world_.state().connections.all().size(); }
    std::string transcript() const { return world_.state().transcript.text(); }
    const net::MemoryServer& server() const { return server_; }
    std::size_t unsent_bytes() const { return port_.unsent_bytes(); }

    static constexpr std::size_t max_payload = 1000;
    static constexpr Milliseconds first_frame_delay{10};

private:
    void apply(const core::Input& input) {
        if (const auto* written = std::get_if<core::Written>(&input))
            written_.insert(written_.end(), written->receipts.begin(), written->receipts.end());
        auto effects = world_.apply(input, now_);
        for (auto& effect : effects.wire) port_.perform(std::move(effect));
    }

    Instant now_ = Instant(Milliseconds(1700000000000));
    core::World world_;
    SocketPort port_;
    net::MemoryServer server_;
    std::vector<engineio::Receipt> written_;
    core::Ticket last_ticket_ = 0;
};

} // namespace chatmock::transport
