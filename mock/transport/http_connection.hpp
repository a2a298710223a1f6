// The HTTP part of one connection to the socket port, until it becomes a WebSocket: bytes and answers go in,
// inputs of the world and bytes are returned. Pure: no socket, and callers pass the time.
#pragma once

#include "base/time.hpp"
#include "core/input/input.hpp"
#include "http/request_reader.hpp"
#include "transport/pipeline.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::transport {

// Actions of an HTTP connection. None calls back before it returns, except apply() and upgrade(): the world's
// effects may follow at once.
class HttpHost {
public:
    virtual ~HttpHost() = default;

    virtual std::uint64_t new_number() = 0; // of an exchange
    virtual void release(std::uint64_t number) = 0;
    virtual core::SocketSettings settings_for(http::Request request) = 0;
    virtual void apply(core::Input input) = 0;
    virtual void upgrade(http::Request request) = 0; // to a WebSocket
    virtual void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) = 0;
    virtual void finish() = 0; // when all written bytes are sent
    virtual void reset() = 0;
    virtual void lose() = 0; // at once
    virtual bool is_over() const = 0;
    virtual void take_requests_later() = 0;              // calls take_requests() in another turn of the loop
    virtual void log_refusal(std::string_view sent) = 0; // of another protocol
};

class HttpConnection {
public:
    static constexpr std::size_t pipeline_max = 16;                     // unanswered requests
    static constexpr std::size_t pipelined_bytes_max = 4 * 1024 * 1024; // that wait for their turn

    HttpConnection(HttpHost& host, std::string remote_address, Instant now);

    void received(std::string_view bytes, Instant now);
    void take_requests();

    // The world's effects.
    void respond(engineio::Respond effect);
    void refuse_upgrade(const http::Response& response);

    // The answer that completes the WebSocket's handshake, and the bytes after the request.
    std::string take_handshake() { return std::move(handshake_); }
    std::string take_rest() { return reader_.take_rest(); }

    // Ends a request that takes too long, and a connection that is idle for too long.
    void end_if_overdue(Instant now);

    // Ends an incomplete request, as all connections together hold too many bytes.
    void refuse_unfinished();

    // Drops unread bytes; nothing is read afterwards.
    void forget_unread() { reader_.forget(); }

    // The memory of incomplete requests.
    std::size_t unfinished_bytes() const { return reader_.kept_bytes(); }

    // True if take_requests() has more requests to process.
    bool has_more() const { return has_more_; }

    bool is_requested() const { return !pipeline_.empty(); }
    std::vector<http::ExchangeId> unanswered() const { return pipeline_.unanswered(); }

private:
    bool take_request();
    bool takes_requests() const;
    std::size_t body_bytes_max(const http::RequestHead& head);
    http::ExchangeId expect(const http::Request& request, bool keep_alive);
    void begin(http::ReadRequest read);
    void take(http::ReadRequest read);
    void take_upgrade(http::ReadRequest read);
    void send_answers();
    void answer_badly(int status, const std::string& text, const http::Headers& headers);
    void note_request_on_its_way();
    void end_request(int status, const std::string& text = "");

    HttpHost& host_;
    std::string remote_address_;
    http::RequestReader reader_;
    Pipeline pipeline_;
    Instant last_byte_at_;
    std::optional<Instant> on_its_way_since_;       // start of an incomplete request
    std::optional<http::ExchangeId> begun_;         // a request with an incomplete body
    std::optional<http::ReadRequest> next_upgrade_; // waits for earlier answers
    std::string handshake_;                         // the answer that accepts it
    http::Headers cors_headers_;                    // for the answer to an upgrade
    bool upgrading_ = false;                        // the world has received the upgrade
    bool last_ = false;                             // no further request is accepted
    bool taking_ = false;
    bool has_more_ = false;
};

} // namespace chatmock::transport
