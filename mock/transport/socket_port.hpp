// The port for clients: WebSocket and HTTP long-polling.
#pragma once

#include "base/result.hpp"
#include "runtime/loop.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace chatmock::transport {

struct SocketSettings {
    std::size_t max_payload; // bytes; a larger request body or message is refused

    // Delays a WebSocket's first frame after the handshake's answer; a frame from the client ends the delay.
    std::chrono::milliseconds first_frame_delay;
};

class SocketPort : public runtime::Wire {
public:
    // The loop outlives this object.
    SocketPort(runtime::Loop& loop, SocketSettings settings);
    ~SocketPort() override;

    // Applies to connections that open later. Call on the loop's thread.
    void set(SocketSettings settings);

    // The contents of the client's files, by name; a response's body may be one of them.
    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents);

    // Port 0 selects a free one. Returns the port; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    void perform(engineio::WireEffect effect) override;

    // Stops accepting, and calls `done` when queued bytes are sent and upgrading clients have been informed,
    // or after a short time. Call on the loop's thread.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::transport
