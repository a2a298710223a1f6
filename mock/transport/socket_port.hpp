// The port that clients connect to: WebSocket and HTTP long-polling side by side.
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
    std::size_t max_payload; // bytes; a larger body of a request, or a larger message, is refused

    // Of a WebSocket's first frame behind the answer to the handshake; a client that speaks first ends it.
    std::chrono::milliseconds first_frame_delay;
};

class SocketPort : public runtime::Wire {
public:
    // The loop outlives it.
    SocketPort(runtime::Loop& loop, SocketSettings settings);
    ~SocketPort() override;

    // For connections that open from now on. On the loop's thread.
    void set(SocketSettings settings);

    // What is in the client's files, by name, that a response may have for its body.
    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents);

    // Port 0 takes a free one. Answers with the port that it listens on; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    void perform(engineio::WireEffect effect) override;

    // Takes no further connections, and calls `done` when what is queued has been written and clients that
    // upgrade have been told of the end, or soon after. On the loop's thread.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::transport
