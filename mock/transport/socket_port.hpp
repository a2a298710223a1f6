// The port for clients: WebSocket and HTTP long-polling. Pure: bytes of its connections go in, and bytes are
// returned.
#pragma once

#include "core/input/input.hpp"
#include "net/connection/protocol.hpp"
#include "runtime/wire.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace chatmock::transport {

// The mock behind the port.
struct Mock {
    // Must perform the effects of an input before it returns.
    std::function<void(core::Input input)> apply;

    // The settings of the request's sandbox.
    std::function<core::SocketSettings(http::Request request)> settings_for;

    std::function<bool()> has_clients_to_notify;
};

class SocketPort : public runtime::Wire, public net::Port {
public:
    explicit SocketPort(Mock mock);
    ~SocketPort() override;

    // The contents of the client's files, by name; a response's body may be one of them.
    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents);

    void perform(engineio::WireEffect effect) override;

    // Frames that clients have not read, in bytes, each once for all its clients; and their limit.
    std::size_t unsent_bytes() const;
    static std::size_t unsent_bytes_most();

    // For the port's server.
    std::unique_ptr<net::Protocol> serve(net::ServerConnection& connection) override;
    void attach(net::PortServer& server) override;
    void turn_ends() override;
    void turn_ended(std::vector<net::Receipt> written) override;
    bool has_more_to_write() const override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::transport
