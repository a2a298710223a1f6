// One connection to the control port: calls in sequence, each answered before the next is read. Pure.
#pragma once

#include "control/answer.hpp"
#include "control/call_reader.hpp"
#include "control/control_port.hpp"
#include "control/journal_stream.hpp"

#include <optional>

namespace chatmock::control {

class ControlConnection : public net::Protocol {
public:
    ControlConnection(ControlPort& port, net::Connection& connection, Instant now);
    ~ControlConnection() override;

    void received(ByteSpan bytes, Instant now) override;
    bool wants_bytes() const override;
    void peer_finished(Instant now) override;
    void drained(Instant now) override;
    void woken(Instant now) override;
    void lost() override;

    // The world's answer to the waiting call.
    void answered(Result<core::Reply> reply, Instant now);

    // The port is closing.
    void close(Instant now);

private:
    enum class State {
        reading,   // the next request
        waiting,   // for the world's answer
        writing,   // an answer in pieces
        streaming, // the journal, as it grows
        finished,
    };

    void read_requests(Instant now);
    bool read_request(Instant now);
    void take(http::ReadRequest request, Instant now);
    void take_call(http::ReadRequest request, Instant now);
    void show(Result<console::Page> page, const http::Headers& asked);
    void show(const Result<std::string>& metrics);
    void call_world(Asked asked, core::HttpCall call, Instant now);
    void call_sandboxes(core::SandboxCommand command, Instant now);
    void begin_waiting(Milliseconds patience, Instant now);
    void refuse_bytes(const http::Fault& fault);
    void reply(Result<core::Reply> reply);
    void reply_list(core::Reply reply);
    void write_list();
    void begin_stream(core::FollowJournal follow);
    void stream_on(Instant now);
    void write_events(const Result<core::Reply>& reply);
    void end_stream();
    void end_pieces();
    void refuse(const Refusal& refusal, int status);
    void fail(const Error& error, const http::Headers& headers = {});
    void answer(int status, const char* type, const std::string& body, const http::Headers& headers = {});
    void count(int status);
    void write(std::string answer);
    void send(std::string bytes);
    void finish();
    void answer_last() { form_ = {}, form_.keep_alive = false; }

    void hold();
    void stop_waiting();
    void set_deadline(Instant now);
    std::optional<Instant> request_deadline() const;
    void wake_waiting(Instant now);

    ControlPort& port_;
    net::Connection& connection_;
    http::RequestReader reader_;
    State state_ = State::reading;
    const Route* route_ = nullptr;         // of the request that is being answered; null if it has none
    AnswerForm form_;                      // of the request that is being answered
    std::string sandbox_;                  // of the current call
    std::uint64_t sandbox_number_ = 0;     // its number: another one may have its name later
    std::string control_url_;              // as the client addresses it
    core::Ticket ticket_ = 0;              // of the waiting call; 0 if there is none
    Instant patience_ends_;                // of that call
    std::optional<Instant> probe_at_;      // next probe of a peer that has finished
    std::optional<Instant> request_began_; // an incomplete request
    std::optional<Instant> unsent_since_;  // the reader has stopped reading
    Instant last_byte_at_;
    Instant idle_since_;
    std::optional<ListWriter> list_;
    std::optional<JournalStream> stream_;
    std::size_t held_bytes_ = 0; // of an incomplete request
    bool peer_finished_ = false;
    bool closing_ = false;
    bool is_unsent_ = false;
};

} // namespace chatmock::control
