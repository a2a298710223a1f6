// A line over a connection that the host holds.
#pragma once

#include "net/connection/line.hpp"

#include "runtime/loop.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace chatmock::embedded {

class HostLine;
using HostLines = std::map<std::int32_t, HostLine*>; // by the host's number, those that are open

class HostLine : public net::Line {
public:
    // The loop and the lines outlive this object.
    HostLine(std::int32_t number, std::string peer, runtime::Loop& loop, HostLines& lines);
    ~HostLine() override;
    HostLine(const HostLine&) = delete;
    HostLine& operator=(const HostLine&) = delete;

    // From the host. Each may end the line.
    void received(std::string_view bytes);
    void ended(); // the peer has finished sending
    void lost();
    void drained(); // all bytes of host_write() are the system's

    net::Moved send(const std::string_view* buffers, std::size_t count) override;
    net::Moved receive(ByteSpan into) override;
    void shut_down() override;
    void close() override { end(false); }
    void reset() override { end(true); }
    void await_readable(std::shared_ptr<net::LineUser> user) override;
    void await_writable(std::shared_ptr<net::LineUser> user) override;
    void await_failure(std::shared_ptr<net::LineUser> user) override;
    std::string peer() const override { return peer_; }

private:
    using User = std::shared_ptr<net::LineUser>;

    bool is_readable() const { return read_ < inbox_.size() || ended_ || lost_; }
    void report_readable();
    void report_writable();
    void report_failed();
    void pause(bool is_paused);
    void end(bool is_reset);

    std::int32_t number_;
    std::string peer_;
    runtime::Loop& loop_;
    HostLines& lines_;
    std::string inbox_;
    std::size_t read_ = 0;   // bytes of the inbox that receive() has returned
    std::size_t flight_ = 0; // bytes that the host has, and that send() has not reported as sent yet
    bool has_landed_ = false;
    bool paused_ = false;
    bool ended_ = false;
    bool lost_ = false;
    bool open_ = true;
    User reader_;
    User writer_;
    User watcher_; // for a failure
};

} // namespace chatmock::embedded
