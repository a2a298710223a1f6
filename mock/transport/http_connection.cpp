#include "transport/http_connection.hpp"

#include "http/deadlines.hpp"
#include "http/writer.hpp"
#include "transport/socket_request.hpp"
#include "websocket/handshake.hpp"

#include <utility>

namespace chatmock::transport {

HttpConnection::HttpConnection(HttpHost& host, std::string remote_address, Instant now)
    : host_(host), remote_address_(std::move(remote_address)),
      reader_([this](const http::RequestHead& head) { return body_bytes_max(head); }), last_byte_at_(now) {}

std::size_t HttpConnection::body_bytes_max(const http::RequestHead& head) {
    http::ReadRequest read;
    read.head = head;
    return host_.settings_for(to_engineio(std::move(read), remote_address_)).max_payload;
}

void HttpConnection::received(std::string_view bytes, Instant now) {
    last_byte_at_ = now;
    if (last_) return;
    reader_.receive(bytes);
    take_requests();
    if (reader_.buffered_bytes() > pipelined_bytes_max) host_.lose();
}

// Takes a few requests per turn of the loop, so that other connections get theirs.
void HttpConnection::take_requests() {
    constexpr int requests_max = 16;
    taking_ = true;
    has_more_ = true;
    for (int i = 0; i < requests_max && has_more_; ++i) has_more_ = take_request();
    taking_ = false;
    if (has_more_) host_.take_requests_later();
    note_request_on_its_way();
}

bool HttpConnection::takes_requests() const {
    return pipeline_.size() < pipeline_max && !last_ && !upgrading_ && !host_.is_over();
}

// True if there may be another one.
bool HttpConnection::take_request() {
    if (!takes_requests()) return false;
    auto read = next_upgrade_ ? std::exchange(next_upgrade_, std::nullopt) : reader_.next();
    if (reader_.take_expectation()) host_.write("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (const auto& fault = reader_.fault()) {
        if (fault.is_other_protocol) host_.log_refusal(fault.reason);
        end_request(fault.status);
        return false;
    }
    if (auto begun = reader_.take_begun()) begin(std::move(*begun));
    if (!read) return false;
    on_its_way_since_.reset();
    const bool is_upgrade = websocket::asks_for_upgrade(read->head);
    if (is_upgrade && !pipeline_.empty()) { // it waits until all earlier requests are answered
        next_upgrade_ = std::move(*read);
        return false;
    }
    if (is_upgrade) take_upgrade(std::move(*read));
    else take(std::move(*read));
    return true;
}

http::ExchangeId HttpConnection::expect(const http::Request& request, bool keep_alive) {
    const auto exchange = host_.new_number();
    pipeline_.expect({exchange, http::cors_headers(request), keep_alive, request.method == "HEAD"});
    return exchange;
}

// Informs the world while the body is still on its way: a session allows one POST at a time.
void HttpConnection::begin(http::ReadRequest read) {
    const bool keep_alive = read.keep_alive;
    auto request = to_engineio(std::move(read), remote_address_);
    request.exchange = expect(request, keep_alive);
    begun_ = request.exchange;
    host_.apply(core::RequestBegun{std::move(request)});
}

void HttpConnection::take(http::ReadRequest read) {
    const bool keep_alive = read.keep_alive;
    last_ = !keep_alive;
    const auto begun = std::exchange(begun_, std::nullopt);
    auto request = to_engineio(std::move(read), remote_address_);
    request.exchange = begun ? *begun : expect(request, keep_alive);
    if (begun && !pipeline_.awaits(*begun)) return; // answered before it was complete
    host_.apply(core::RequestArrived{std::move(request)});
}

void HttpConnection::take_upgrade(http::ReadRequest read) {
    const auto head = read.head;
    auto request = to_engineio(std::move(read), remote_address_);
    cors_headers_ = http::cors_headers(request);
    if (const auto fault = websocket::handshake_fault(head); !fault.text.empty())
        return answer_badly(400, fault.text, fault.headers);
    handshake_ = websocket::encode_handshake(head, cors_headers_);
    upgrading_ = true;
    host_.upgrade(std::move(request));
}

void HttpConnection::respond(engineio::Respond effect) {
    host_.release(effect.exchange);
    pipeline_.answer(std::move(effect));
    send_answers();
}

void HttpConnection::send_answers() {
    while (auto answer = pipeline_.next()) {
        host_.write(std::move(answer->bytes), answer->receipts);
        if (answer->torn) return host_.reset();
        if (!answer->keep_alive) return host_.finish();
    }
    if (last_ && pipeline_.empty()) return host_.finish();
    if (!taking_) host_.take_requests_later(); // the world is processing an input
}

void HttpConnection::refuse_upgrade(const http::Response& response) {
    host_.write(http::encode_response(response, cors_headers_, false), {});
    host_.finish();
}

// Answers in the request's order, as the last answer of this connection.
void HttpConnection::answer_badly(int status, const std::string& text, const http::Headers& headers) {
    const auto exchange = host_.new_number();
    pipeline_.expect({exchange, cors_headers_, false, false});
    last_ = true;
    respond({exchange, {status, text.empty() ? "" : "text/html", text, headers}, {}});
}

void HttpConnection::note_request_on_its_way() {
    if (reader_.is_amid_body() || (reader_.is_amid_head() && takes_requests() && !next_upgrade_))
        on_its_way_since_ = on_its_way_since_.value_or(last_byte_at_);
    else on_its_way_since_.reset();
}

void HttpConnection::end_if_overdue(Instant now) {
    if (!on_its_way_since_) {
        if (!is_requested() && !upgrading_ && now - last_byte_at_ > http::Deadlines::idle_max) host_.lose();
        return;
    }
    const auto age = now - *on_its_way_since_;
    const auto pause = now - last_byte_at_;
    const bool is_late = reader_.is_amid_body()
                             ? pause > http::Deadlines::body_pause_max || age > http::Deadlines::request_max
                             : age > http::Deadlines::head_max;
    if (is_late) end_request(408); // as Node.js does
}

void HttpConnection::refuse_unfinished() {
    end_request(503, "the mock holds as many bytes of unfinished requests as allowed; try again");
}

// The request stays incomplete: for the world, its client has left. The connection ends after its answer.
void HttpConnection::end_request(int status, const std::string& text) {
    reader_.forget();
    on_its_way_since_.reset();
    const auto begun = std::exchange(begun_, std::nullopt);
    if (!begun) return answer_badly(status, text, {});
    last_ = true;
    if (pipeline_.awaits(*begun)) {
        host_.release(*begun);
        host_.apply(core::ExchangeLost{*begun});
        pipeline_.answer_last({*begun, {status, text.empty() ? "" : "text/html", text, {}}, {}});
    }
    send_answers(); // the request may have been answered before its body arrived
}

} // namespace chatmock::transport
