#include "control/control_connection.hpp"

#include "control/command_kinds.hpp"
#include "control/metrics/exposition.hpp"
#include "control/tls.hpp"
#include "control/unpack.hpp"
#include "http/deadlines.hpp"
#include "http/headers.hpp"
#include "http/media_type.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::control {

namespace {

using http::Deadlines;
using http::value_of;

// Calls per turn of the loop, so that a busy caller does not starve others.
constexpr int requests_max = 32;

// The unparsed bytes at which reading pauses: while a request is answered, and while one is read.
constexpr std::size_t ahead_bytes_max = 64 * 1024;
constexpr std::size_t pipelined_bytes_max = 1024 * 1024;

constexpr Milliseconds unsent_max{30000}; // the time that a reader may stop reading

// A peer that has closed its side may still read: only sending shows that. A reader ignores an interim answer
// (RFC 9110, section 15.2). Most answers are sent before the first one.
constexpr auto interim_answer = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr Milliseconds probe_delay{1000};
constexpr Milliseconds probe_interval{5000};

} // namespace

ControlConnection::ControlConnection(ControlPort& port, net::Connection& connection, Instant now)
    : port_(port), connection_(connection), reader_(body_bytes_max), idle_since_(now) {
    port_.connections_.insert(this);
    set_deadline(now);
}

ControlConnection::~ControlConnection() { port_.connections_.erase(this); }

void ControlConnection::received(ByteSpan bytes, Instant now) {
    last_byte_at_ = now;
    reader_.receive(bytes.text());
    held_bytes_ += bytes.size;
    port_.held_bytes_ += bytes.size;
    read_requests(now);
}

bool ControlConnection::wants_bytes() const {
    if (state_ == State::finished) return false;
    return reader_.buffered_bytes() < (state_ == State::reading ? pipelined_bytes_max : ahead_bytes_max);
}

void ControlConnection::read_requests(Instant now) {
    for (int i = 0; i < requests_max && state_ == State::reading; ++i) {
        if (!read_request(now)) break;
    }
    idle_since_ = now;
    const bool is_incomplete = state_ == State::reading && (reader_.is_amid_head() || reader_.is_amid_body());
    if (!is_incomplete) request_began_.reset();
    else if (!request_began_) request_began_ = now;
    hold();
    set_deadline(now);
}

// False if there is no complete request.
bool ControlConnection::read_request(Instant now) {
    auto request = reader_.next();
    if (reader_.take_expectation()) send(interim_answer);
    if (reader_.fault()) {
        answer_last();
        refuse_bytes(reader_.fault());
        return false;
    }
    if (!request && peer_finished_) finish();
    if (!request) return false;
    request_began_.reset();
    port_.held_bytes_ -= std::exchange(held_bytes_, 0);
    take(std::move(*request), now);
    return true;
}

// A peer that uses another protocol gets no HTTP answer.
void ControlConnection::refuse_bytes(const http::Fault& fault) {
    if (!fault.is_other_protocol)
        return refuse({RefusalCode::malformed_request, std::string(fault.reason)}, fault.status);
    connection_.log_refusal(fault.reason);
    finish();
}

void ControlConnection::take(http::ReadRequest request, Instant now) {
    const auto& head = request.head;
    route_ = nullptr;
    form_ = {request.keep_alive && !closing_, head.method == "HEAD", head.is_http_1_0,
             http::prefers_json_lines(value_of(head.headers, "Accept")), port_.access_.cors_headers(head)};
    if (const auto refusal = port_.access_.refuse(head))
        return refuse(*refusal, http_status_of(refusal->code));
    if (port_.access_.is_preflight(head)) return answer(204, "", "", Access::preflight_headers(head));
    if (closing_) return fail(shutting_down());
    take_call(std::move(request), now);
}

void ControlConnection::take_call(http::ReadRequest request, Instant now) {
    const auto headers = request.head.headers;
    const auto path = request.head.target.substr(0, request.head.target.find('?'));
    control_url_ = "http://" + value_of(headers, "Host");
    auto read = read_call(std::move(request));
    if (!read) {
        const bool has_others = read.error().code == ErrorCode::method_not_allowed;
        return fail(read.error(),
                    has_others ? http::Headers{{"Allow", allowed_methods(path)}} : http::Headers{});
    }
    route_ = read->route.route;
    sandbox_ = read->sandbox.value_or(std::string(core::default_sandbox));
    const auto facts = port_.facts_of_(sandbox_);
    if (!facts) return fail(facts.error());
    auto asked = ask(std::move(read->route), read->call, *facts, value_of(headers, "Last-Event-ID"));
    if (!asked) return fail(asked.error());
    const auto entered = port_.enter_(sandbox_);
    if (!entered) return fail(entered.error());
    sandbox_number_ = *entered;
    if (auto* follow = std::get_if<core::FollowJournal>(&asked->what))
        return begin_stream(std::move(*follow));
    if (const auto* document = std::get_if<Document>(&asked->what))
        return answer(200, document->type, std::string(document->text));
    if (const auto* file = std::get_if<ConsoleFile>(&asked->what))
        return show(port_.console_.find(file->name), headers);
    if (const auto* redirect = std::get_if<Redirect>(&asked->what))
        return answer(307, "", "", {{"Location", redirect->to}});
    if (std::holds_alternative<ShownMetrics>(asked->what)) return show(port_.metrics(read->sandbox, *facts));
    if (auto* known = std::get_if<core::Reply>(&asked->what)) return reply(std::move(*known));
    end_tls_fault_on_reset(*asked, sandbox_, facts->tls);
    if (auto* command = std::get_if<core::SandboxCommand>(&asked->what))
        return call_sandboxes(std::move(*command), now);
    call_world(std::move(*asked), std::move(read->call), now);
}

void ControlConnection::show(Result<console::Page> page, const http::Headers& asked) {
    if (!page) return fail(page.error());
    auto headers = console::headers_for(value_of(asked, "Host"));
    if (page->is_packed && http::accepts_gzip(value_of(asked, "Accept-Encoding"))) {
        headers.emplace_back("Content-Encoding", "gzip");
    } else if (page->is_packed) {
        auto unpacked = unpack(std::move(page->bytes), "gzip", body_bytes_max);
        if (!unpacked) return fail(unpacked.error());
        page->bytes = std::move(*unpacked);
    }
    answer(200, page->type, page->bytes, headers);
}

void ControlConnection::show(const Result<std::string>& metrics) {
    if (!metrics) return fail(metrics.error());
    answer(200, exposition_type, *metrics);
}

void ControlConnection::call_world(Asked asked, core::HttpCall call, Instant now) {
    auto& command = std::get<core::Command>(asked.what);
    if (may_wait(command) && port_.waiting_ >= ControlPort::waiting_max)
        return fail(overloaded(ControlPort::waiting_max, "calls that wait"));
    auto http = is_unrecorded(command) ? nullptr : std::make_shared<core::HttpCall>(std::move(call));
    begin_waiting(asked.patience, now);
    if (auto answer = port_.ask(
            *this, core::CalledIn{sandbox_, {ticket_, std::move(command), std::move(http)}, sandbox_number_}))
        answered(std::move(*answer), now);
}

void ControlConnection::call_sandboxes(core::SandboxCommand command, Instant now) {
    begin_waiting(default_patience, now);
    if (auto answer = port_.ask(*this, {ticket_, std::move(command), control_url_}))
        answered(std::move(*answer), now);
}

void ControlConnection::begin_waiting(Milliseconds patience, Instant now) {
    ticket_ = port_.next_ticket();
    state_ = State::waiting;
    ++port_.waiting_;
    patience_ends_ = now + patience;
    if (peer_finished_) probe_at_ = now + probe_delay;
}

void ControlConnection::answered(Result<core::Reply> reply, Instant now) {
    if (state_ == State::streaming) {
        ticket_ = 0;
        write_events(reply);
    } else {
        stop_waiting();
        this->reply(std::move(reply));
    }
    set_deadline(now);
}

void ControlConnection::stop_waiting() {
    if (state_ == State::waiting) --port_.waiting_;
    if (state_ == State::waiting) state_ = State::reading;
    ticket_ = 0;
    probe_at_.reset();
}

void ControlConnection::reply(Result<core::Reply> reply) {
    if (!reply) return fail(reply.error());
    if (reply->entries || reply->lines) return reply_list(std::move(*reply));
    if (reply->type) return answer(200, reply->type, reply->body.get<std::string>());
    const auto status = reply->status;
    answer(status, http::json_type, core::text_of(std::move(*reply)) + "\n");
}

void ControlConnection::refuse(const Refusal& refusal, int status) {
    count(status);
    write(encode_refusal(form_, refusal, status));
}

void ControlConnection::fail(const Error& error, const http::Headers& headers) {
    count(http_status_of(error.code));
    write(encode_error(form_, error, headers));
}

void ControlConnection::answer(int status, const char* type, const std::string& body,
                               const http::Headers& headers) {
    count(status);
    write(encode_answer(form_, status, type, body, headers));
}

void ControlConnection::count(int status) {
    if (route_ == nullptr) port_.answers_.add("", "", status);
    else port_.answers_.add(route_->method, route_->pattern, status);
}

void ControlConnection::send(std::string bytes) {
    connection_.write(std::make_shared<const std::string>(std::move(bytes)));
    is_unsent_ = true;
}

void ControlConnection::write(std::string answer) {
    send(std::move(answer));
    if (!form_.keep_alive) finish();
}

void ControlConnection::finish() {
    state_ = State::finished;
    request_began_.reset();
    connection_.finish();
}

void ControlConnection::peer_finished(Instant now) {
    peer_finished_ = true;
    if (state_ == State::finished) return;
    if (state_ == State::waiting && form_.is_http_1_0) { // HTTP/1.0 has no interim answer to probe with
        port_.withdraw(ticket_);
        stop_waiting();
        finish();
    } else if (state_ == State::waiting) {
        probe_at_ = now + probe_delay;
        set_deadline(now);
    } else {
        read_requests(now);
    }
}

void ControlConnection::drained(Instant now) {
    is_unsent_ = false;
    unsent_since_.reset();
    if (state_ == State::writing) write_list();
    else if (state_ == State::streaming) stream_on(now);
    if (state_ == State::reading) read_requests(now);
    else set_deadline(now);
}

void ControlConnection::woken(Instant now) {
    if (unsent_since_ && *unsent_since_ + unsent_max <= now) return connection_.reset();
    if (ticket_ != 0) {
        wake_waiting(now);
    } else if (const auto end = request_deadline(); end && *end <= now) {
        answer_last();
        fail({ErrorCode::timed_out, "expected a whole request; the rest did not arrive in time"});
    } else if (state_ == State::reading && idle_since_ + Deadlines::idle_max <= now) {
        finish();
    }
    set_deadline(now);
}

void ControlConnection::wake_waiting(Instant now) {
    if (patience_ends_ <= now) return port_.give_up(ticket_);
    if (!probe_at_ || *probe_at_ > now) return;
    send(interim_answer);
    probe_at_ = now + probe_interval;
}

// Keeps the total of incomplete requests, for all connections, within its limit.
void ControlConnection::hold() {
    const bool are_too_many = port_.held_bytes_ > ControlPort::held_bytes_max;
    if (request_began_ && !are_too_many) return;
    port_.held_bytes_ -= std::exchange(held_bytes_, 0);
    if (!request_began_) return;
    reader_.forget();
    answer_last();
    fail(overloaded(ControlPort::held_bytes_max, "bytes of requests that are not complete"));
}

void ControlConnection::set_deadline(Instant now) {
    std::optional<Instant> at;
    const auto wake_by = [&at](Instant deadline) { at = at ? std::min(*at, deadline) : deadline; };
    if (is_unsent_ && !unsent_since_) unsent_since_ = now;
    if (unsent_since_) wake_by(*unsent_since_ + unsent_max);
    if (ticket_ != 0) wake_by(patience_ends_);
    if (probe_at_) wake_by(*probe_at_);
    if (const auto end = request_deadline()) wake_by(*end);
    if (state_ == State::reading) wake_by(idle_since_ + Deadlines::idle_max);
    connection_.wake_at(at);
}

std::optional<Instant> ControlConnection::request_deadline() const {
    if (!request_began_) return std::nullopt;
    if (reader_.is_amid_head()) return *request_began_ + Deadlines::head_max;
    return std::min(last_byte_at_ + Deadlines::body_pause_max, *request_began_ + Deadlines::request_max);
}

void ControlConnection::close(Instant now) {
    closing_ = true;
    if (state_ == State::waiting) {
        port_.forget(ticket_);
        stop_waiting();
        form_.keep_alive = false;
        fail(shutting_down());
    } else if (state_ == State::streaming && ticket_ != 0) {
        port_.forget(std::exchange(ticket_, 0));
        stream_on(now);
    } else if (state_ == State::reading) {
        finish();
    }
}

void ControlConnection::lost() {
    port_.held_bytes_ -= std::exchange(held_bytes_, 0);
    if (list_) --port_.lists_;
    if (stream_) --port_.streams_;
    list_.reset();
    stream_.reset();
    const auto ticket = ticket_;
    stop_waiting();
    state_ = State::finished;
    if (ticket != 0) port_.withdraw(ticket);
}

} // namespace chatmock::control
