// The port that clients connect to: WebSocket and HTTP long-polling side by side.
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
    // The loop outlives it.
    SocketPort(runtime::Loop& loop, core::SocketSettings settings);
    ~SocketPort() override;

    // What is in the client's files, by name, that a response may have for its body.
    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents);

    // Port 0 takes a free one. Answers with the port that it listens on; fails with `port_unavailable`.
    Result<int> listen(const std::string& host, int port);

    void perform(engineio::WireEffect effect) override;
    void set(core::SocketSettings settings) override;

    // Takes no further connections, and calls `done` when what is queued has been written and clients that
    // upgrade have been told of the end, or soon after. On the loop's thread.
    void drain(std::function<void()> done);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::transport
