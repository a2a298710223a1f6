// The port for clients: WebSocket and HTTP long-polling.
#pragma once

#include "base/result.hpp"
#include "runtime/loop.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace chatmock::transport {

class SocketPort : public runtime::Wire {
public:
    // The loop outlives this object.
    explicit SocketPort(runtime::Loop& loop);
    ~SocketPort() override;

    // The contents of the client's files, by name; a response's body may be one of them.
    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents);

    // Port 0 selects a free one. Returns the port; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    void perform(engineio::WireEffect effect) override;

    // Frames that clients have not read, in bytes, each once for all its clients; and their limit.
    std::size_t unsent_bytes() const;
    static std::size_t unsent_bytes_most();

    // Stops accepting, and calls `done` when queued bytes are sent and upgrading clients have been informed,
    // or after a short time. Call on the loop's thread.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::transport
