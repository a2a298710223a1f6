// A server with lines in memory: a test sees the bytes that each line took, and decides how many it takes,
// which bytes arrive, and the time.
#pragma once

#include "net/connection/server.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chatmock::net {

// The other end of a line.
struct MemoryPeer {
    std::string in;                       // on its way to the server
    std::string out;                      // taken by the line
    std::size_t room = std::string::npos; // the bytes that it still takes
    bool has_finished = false;
    bool has_reset = false;
    bool was_shut_down = false;
    bool was_closed = false; // or reset
    bool was_reset = false;
    std::size_t sends = 0; // calls that sent something
    std::shared_ptr<LineUser> awaits_readable;
    std::shared_ptr<LineUser> awaits_writable;
    std::shared_ptr<LineUser> awaits_failure;

    std::string take_out() { return std::exchange(out, {}); }
};

class MemoryLine final : public Line {
public:
    explicit MemoryLine(std::shared_ptr<MemoryPeer> peer) : peer_(std::move(peer)) {}

    Moved send(const std::string_view* buffers, std::size_t count) override {
        if (peer_->was_shut_down || peer_->was_closed) throw std::logic_error("sent on an ended line");
        if (peer_->has_reset) return {0, false, true};
        Moved moved;
        for (std::size_t i = 0; i < count; ++i) {
            const auto taken = buffers[i].substr(0, peer_->room);
            peer_->out += taken;
            moved.bytes += taken.size();
            if (peer_->room != std::string::npos) peer_->room -= taken.size();
            if (taken.size() < buffers[i].size()) break;
        }
        if (moved.bytes > 0) ++peer_->sends;
        return moved;
    }

    bool is_sent_beside_others() const override { return true; }

    Moved receive(ByteSpan into) override {
        if (peer_->has_reset) return {0, false, true};
        const auto count = std::min(into.size, peer_->in.size());
        peer_->in.copy(into.data, count);
        peer_->in.erase(0, count);
        return {count, count == 0 && peer_->has_finished};
    }

    void shut_down() override { peer_->was_shut_down = true; }
    void close() override {
        peer_->was_closed = true;
        peer_->awaits_readable.reset();
        peer_->awaits_writable.reset();
        peer_->awaits_failure.reset();
    }
    void reset() override {
        peer_->was_reset = true;
        close();
    }
    void await_readable(std::shared_ptr<LineUser> user) override { peer_->awaits_readable = std::move(user); }
    void await_writable(std::shared_ptr<LineUser> user) override { peer_->awaits_writable = std::move(user); }
    void await_failure(std::shared_ptr<LineUser> user) override { peer_->awaits_failure = std::move(user); }
    std::string peer() const override { return "127.0.0.1"; }

private:
    std::shared_ptr<MemoryPeer> peer_;
};

class MemoryServer : public ServerShell {
public:
    // `now` is the test's clock.
    MemoryServer(ServerSettings settings, Port& port, const Instant& now)
        : now_(now), server_(std::move(settings), port, *this) {}
    ~MemoryServer() override {
        for (const auto& peer : peers_) MemoryLine(peer).close();
    }
    MemoryServer(const MemoryServer&) = delete;
    MemoryServer& operator=(const MemoryServer&) = delete;

    std::shared_ptr<MemoryPeer> connect() {
        peers_.push_back(std::make_shared<MemoryPeer>());
        server_.begin(std::make_unique<MemoryLine>(peers_.back()));
        return peers_.back();
    }

    // Returns when no line and no turn can continue.
    void settle() {
        while (continue_lines() || continue_turns()) {
        }
    }

    // The time of the next call of wake(), if one is requested.
    std::optional<Instant> wakes_at() const { return wakes_at_; }

    // To be called when the clock has moved.
    void pass() {
        if (wakes_at_ && *wakes_at_ <= now_) {
            wakes_at_.reset();
            server_.wake();
        }
        settle();
    }

    const std::string& refusal() const { return refusal_; }

    // They outlive the server.
    void use(Senders& senders) { senders_ = &senders; }

    Instant now() const override { return now_; }
    void turn_later() override { turn_requested_ = true; }
    void wake_at(Instant at) override { wakes_at_ = at; }
    void log_refusal(std::string_view sent, const std::string&) override { refusal_ = sent; }
    Senders* senders() override { return senders_; }

private:
    bool continue_turns() {
        if (!std::exchange(turn_requested_, false)) return false;
        server_.turn();
        return true;
    }

    bool continue_lines() {
        bool continued = false;
        for (const auto& peer : std::vector(peers_)) {
            const bool has_more = !peer->in.empty() || peer->has_finished || peer->has_reset;
            if (has_more && peer->awaits_readable) {
                std::exchange(peer->awaits_readable, nullptr)->readable();
                continued = true;
            }
            if ((peer->room > 0 || peer->has_reset) && peer->awaits_writable) {
                std::exchange(peer->awaits_writable, nullptr)->writable();
                continued = true;
            }
            if (peer->has_reset && peer->awaits_failure) {
                std::exchange(peer->awaits_failure, nullptr)->failed();
                continued = true;
            }
        }
        return continued;
    }

    const Instant& now_;
    std::vector<std::shared_ptr<MemoryPeer>> peers_;
    Server server_;
    std::optional<Instant> wakes_at_;
    bool turn_requested_ = false;
    std::string refusal_;
    Senders* senders_ = nullptr;
};

} // namespace chatmock::net
