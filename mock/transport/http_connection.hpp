// The HTTP of one connection to the socket port, until it becomes a WebSocket: bytes and answers in, inputs
// of the world and bytes out. Pure: it knows no socket, and the time as it is told.
#pragma once

#include "core/input.hpp"
#include "transport/http_reader.hpp"
#include "transport/pipeline.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::transport {

using SteadyTime = std::chrono::steady_clock::time_point;

// What it wants done. Nothing of it comes back before the call returns, but for apply() and upgrade(): the
// world's effects may follow at once.
class HttpHost {
public:
    virtual ~HttpHost() = default;

    virtual std::uint64_t new_number() = 0; // of an exchange
    virtual void release(std::uint64_t number) = 0;
    virtual void apply(core::Input input) = 0;
    virtual void upgrade(engineio::HttpRequest request) = 0; // to a WebSocket
    virtual void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) = 0;
    virtual void finish() = 0; // when what was written has left
    virtual void reset() = 0;
    virtual void lose() = 0; // at once
    virtual bool is_over() const = 0;
    virtual void take_requests_later() = 0;               // calls take_requests() in another turn
    virtual void tell_refusal(std::string_view sent) = 0; // of another protocol
};

class HttpConnection {
public:
    static constexpr std::size_t pipeline_max = 16;                     // requests without an answer
    static constexpr std::size_t pipelined_bytes_max = 4 * 1024 * 1024; // that wait for their turn

    // A body larger than `payload_bytes_max` is too large.
    HttpConnection(HttpHost& host, std::string remote_address, std::size_t payload_bytes_max, SteadyTime now);

    void received(std::string_view bytes, SteadyTime now);
    void take_requests();

    // The world's answers.
    void respond(engineio::Respond effect);
    void refuse_upgrade(const engineio::HttpResponse& response);

    // The answer that completes the WebSocket's handshake, and the bytes that came behind the request for it.
    std::string take_handshake() { return std::move(handshake_); }
    std::string take_rest() { return reader_.take_rest(); }

    // Ends what has gone on for too long: a request that does not arrive, a connection that nobody uses.
    void end_if_overdue(SteadyTime now);

    // Ends a request that is not complete, since those of all connections together have too many bytes.
    void refuse_unfinished();

    // Nothing more will be read.
    void forget_unread() { reader_.forget(); }

    // What is kept of requests that are not complete.
    std::size_t unfinished_bytes() const { return reader_.kept_bytes(); }

    // Whether take_requests() has more to do.
    bool has_more() const { return has_more_; }

    bool is_requested() const { return !pipeline_.empty(); }
    std::vector<engineio::ExchangeId> unanswered() const { return pipeline_.unanswered(); }

private:
    bool take_request();
    bool takes_requests() const;
    engineio::ExchangeId expect(const engineio::HttpRequest& request, bool keep_alive);
    void begin(ReadRequest read);
    void take(ReadRequest read);
    void take_upgrade(ReadRequest read);
    void send_answers();
    void answer_badly(int status, const std::string& text, const engineio::Headers& headers);
    void note_request_on_its_way();
    void end_request(int status, const std::string& text = "");

    HttpHost& host_;
    std::string remote_address_;
    HttpReader reader_;
    Pipeline pipeline_;
    SteadyTime last_byte_at_;
    std::optional<SteadyTime> on_its_way_since_; // a request that is not complete
    std::optional<engineio::ExchangeId> begun_;  // a request whose body is on its way
    std::optional<ReadRequest> next_upgrade_;    // waits for the answers before it
    std::string handshake_;                      // the answer that accepts it
    engineio::Headers cors_headers_;             // of the answer to an upgrade
    bool upgrading_ = false;                     // the world has the request for a WebSocket
    bool last_ = false;                          // no further request is taken
    bool taking_ = false;
    bool has_more_ = false;
};

} // namespace chatmock::transport
