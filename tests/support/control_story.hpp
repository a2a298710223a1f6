// A control port with a world, without a socket: bytes of connections in, bytes out.
#pragma once

#include "control/control_port.hpp"
#include "core/sandboxes/sandboxes.hpp"
#include "support/world_story.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::control {

// One TCP connection of the port. Written bytes are read at once, unless the reader is slow.
class ControlClient : public net::Connection {
public:
    void write(net::SharedBytes bytes) override {
        out += *bytes;
        is_unsent = true;
    }
    void finish() override { finished = true; }
    void reset() override { was_reset = true; }
    void log_refusal(std::string_view sent) override { refusal = sent; }
    void wake_at(std::optional<Instant> at) override { wakes_at = at; }

    std::string out;
    std::string refusal;
    bool finished = false;
    bool was_reset = false;
    bool is_slow = false;
    bool is_unsent = false;
    std::optional<Instant> wakes_at;
    std::unique_ptr<net::Protocol> protocol;
};

class ControlStory {
public:
    explicit ControlStory(AccessRules access = {}, console::Console console = {})
        : port([this](core::SandboxesInput input) { apply(std::move(input)); },
               [this](const std::string& sandbox) { return facts_of(sandbox); },
               [this](const std::string& sandbox) { return sandboxes.enter(sandbox, now); },
               [this](const auto& sandbox) { return readings_of(sandbox); }, std::move(access),
               std::move(console)) {}

    ControlClient& connect() {
        clients_.push_back(std::make_unique<ControlClient>());
        auto& client = *clients_.back();
        client.protocol = port.serve(client, now);
        return client;
    }

    // Returns the bytes of the reply.
    std::string send(ControlClient& client, std::string_view bytes) {
        client.out.clear();
        std::string received(bytes);
        client.protocol->received({received.data(), received.size()}, now);
        drain();
        return client.out;
    }

    // A call on its own connection.
    std::string call(std::string_view bytes) { return send(connect(), bytes); }

    void finish(ControlClient& client) {
        client.protocol->peer_finished(now);
        drain();
    }

    void lose(ControlClient& client) { client.protocol->lost(); }

    // Passes time for connections and world.
    void pass(Milliseconds duration) {
        const auto until = now + duration;
        for (;;) {
            ControlClient* next = nullptr;
            for (const auto& client : clients_) {
                const bool is_due = client->wakes_at && *client->wakes_at <= until;
                if (is_due && (next == nullptr || *client->wakes_at < *next->wakes_at)) next = client.get();
            }
            if (next == nullptr) break;
            now = std::max(now, *std::exchange(next->wakes_at, std::nullopt));
            next->protocol->woken(now);
            drain();
        }
        now = until;
    }

    // All clients read everything that was written.
    void drain() {
        for (bool more = true; more;) {
            more = false;
            for (const auto& client : clients_) {
                if (client->is_slow || client->finished || !std::exchange(client->is_unsent, false)) continue;
                client->protocol->drained(now);
                more = true;
            }
        }
    }

    // Adds a client that joins.
    void join(const std::string& token) {
        core::UpgradeArrived upgrade{++last_channel_, {}};
        upgrade.request.method = "GET";
        http::read_target("/socket.io/?EIO=4&transport=websocket&jwt_token=" + token, upgrade.request);
        apply(core::Input(std::move(upgrade)));
        apply(core::Input(core::FrameArrived{last_channel_, {false, "40"}}));
        drain();
    }

    void apply(core::SandboxesInput input) {
        auto effects = sandboxes.apply(std::move(input), now);
        for (auto& answer : effects.answers) port.answer(std::move(answer), now);
    }

    Result<Facts> facts_of(const std::string& sandbox) {
        const auto facts = sandboxes.facts(sandbox);
        if (!facts) return facts.error();
        return Facts{"1.0.0",     "abcdef0",      "2026-01-01T00:00:00Z",
                     facts->seed, facts->profile, "ws://127.0.0.1:8090" + facts->socket_path};
    }

    Result<Readings> readings_of(const std::optional<std::string>& sandbox) {
        auto metrics = sandboxes.metrics(sandbox);
        if (!metrics) return metrics.error();
        return Readings{std::move(*metrics), {}, 4096, Instant(Milliseconds(1700000000000))};
    }

    const core::World& world() const { return sandboxes.registry().default_one().world; }

    static core::SandboxesSettings settings() {
        core::WorldSettings world;
        world.catalogue = core::shipped_catalogue();
        world.profile = expect_value(policy::parse_profile(json_of(core::rules_of_default_profile)));
        return {std::move(world)};
    }

    core::Sandboxes sandboxes{settings()};
    Instant now = Instant(Milliseconds(1700000000000));
    ControlPort port;

private:
    std::vector<std::unique_ptr<ControlClient>> clients_;
    std::uint64_t last_channel_ = 0;
};

inline std::string request(std::string_view line, std::string_view body = "", std::string_view headers = "") {
    std::string text = std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers);
    if (!body.empty()) {
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return text + "\r\n" + std::string(body);
}

// The statuses of the answers in the bytes, in order.
inline std::vector<int> statuses_in(std::string_view bytes) {
    constexpr std::string_view mark = "HTTP/1.1 ";
    std::vector<int> statuses;
    for (auto at = bytes.find(mark); at != std::string_view::npos; at = bytes.find(mark, at + 1))
        statuses.push_back(std::stoi(std::string(bytes.substr(at + mark.size(), 3))));
    return statuses;
}

} // namespace chatmock::control
