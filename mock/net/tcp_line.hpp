// A line over a TCP socket.
#pragma once

#include "net/connection/line.hpp"
#include "net/listener.hpp"

namespace chatmock::net {

class TcpLine final : public Line {
public:
    explicit TcpLine(TcpSocket socket);

    Moved send(const std::string_view* buffers, std::size_t count) override;
    bool is_sent_beside_others() const override { return true; }
    Moved receive(ByteSpan into) override;
    void shut_down() override;
    void close() override;
    void reset() override;
    void await_readable(std::shared_ptr<LineUser> user) override;
    void await_writable(std::shared_ptr<LineUser> user) override;
    void await_failure(std::shared_ptr<LineUser> user) override;
    std::string peer() const override;

private:
    TcpSocket socket_;
};

} // namespace chatmock::net
