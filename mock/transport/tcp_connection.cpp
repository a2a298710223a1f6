#include "transport/tcp_connection.hpp"

#include "transport/http_writer.hpp"

#include <asio/post.hpp>

namespace chatmock::transport {

namespace {

using asio::ip::tcp;

// What a client that does not read may have waiting; past it the client counts as gone.
constexpr std::size_t outbox_bytes_max = 64 * 1024 * 1024;

// Reads in one turn of the loop, so that one busy client does not starve the others.
constexpr int reads_max = 16;

bool is_would_block(const asio::error_code& failure) {
    return failure == asio::error::would_block || failure == asio::error::try_again;
}

// An IPv4 client is called so where the port is bound for IPv6, too.
std::string address_of(const tcp::endpoint& peer) {
    const auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

} // namespace

TcpConnection::TcpConnection(tcp::socket socket, ConnectionHost& host, std::size_t body_bytes_max)
    : socket_(std::move(socket)), host_(host), reader_(body_bytes_max),
      last_active_(std::chrono::steady_clock::now()) {}

void TcpConnection::start() {
    asio::error_code ignored;
    remote_address_ = address_of(socket_.remote_endpoint(ignored));
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    wait_readable();
}

void TcpConnection::wait_readable() {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const asio::error_code& failure) {
        if (failure || self->lost_) return;
        self->read();
    });
}

void TcpConnection::read() {
    last_active_ = std::chrono::steady_clock::now();
    auto& buffer = host_.receive_buffer();
    for (int i = 0; i < reads_max && !lost_; ++i) {
        asio::error_code failure;
        const auto count = socket_.read_some(asio::buffer(buffer), failure);
        if (is_would_block(failure)) break;
        if (failure == asio::error::eof && is_answered()) return peer_finished();
        if (failure) return lose();
        received(std::string_view(buffer).substr(0, count));
    }
    if (!lost_) wait_readable();
}

// A client that has said all it will say still reads the answer.
bool TcpConnection::is_answered() const { return is_writing() && pipeline_.empty() && !channel_; }

void TcpConnection::peer_finished() {
    peer_finished_ = true;
    end_after_writing();
}

void TcpConnection::received(std::string_view bytes) {
    if (ending_) return; // it is only read to learn when the peer has closed
    if (accepted_) {
        websocket_->receive(reader_.take_rest()); // what came in one piece with the request for it
        websocket_->receive(bytes);
        take_frames();
        return;
    }
    reader_.receive(bytes);
    take_requests();
    constexpr std::size_t pipelined_bytes_max = 4 * 1024 * 1024;
    if (reader_.buffered_bytes() > pipelined_bytes_max) lose();
}

// A few requests at a time, then it is the others' turn.
void TcpConnection::take_requests() {
    constexpr int requests_max = 16;
    taking_requests_ = true;
    bool more = true;
    for (int i = 0; i < requests_max && more; ++i) more = take_request();
    taking_requests_ = false;
    if (more) take_requests_later();
}

// Whether there may be another.
bool TcpConnection::take_request() {
    constexpr std::size_t pipeline_max = 16;
    if (pipeline_.size() >= pipeline_max || last_request_ || channel_ || ending_ || lost_) return false;
    auto read = next_upgrade_ ? std::exchange(next_upgrade_, std::nullopt) : reader_.next();
    if (reader_.take_expectation()) push("HTTP/1.1 100 Continue\r\n\r\n");
    if (reader_.broken() != 0) answer_badly(reader_.broken(), "", {});
    if (auto begun = reader_.take_begun()) begin_request(std::move(*begun));
    if (!read) return false;
    read->request.remote_address = remote_address_;
    if (read->upgrade_head && !pipeline_.empty()) { // its turn comes when all before it are answered
        next_upgrade_ = std::move(*read);
        return false;
    }
    if (read->upgrade_head) take_upgrade(*read);
    else take(std::move(*read));
    return true;
}

void TcpConnection::take_requests_later() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->take_requests(); });
}

engineio::ExchangeId TcpConnection::expect(const ReadRequest& read) {
    const auto exchange = host_.number(*this);
    pipeline_.expect(
        {exchange, engineio::cors_headers(read.request), read.keep_alive, read.request.method == "HEAD"});
    last_request_ = !read.keep_alive;
    return exchange;
}

// The world hears of a body that is on its way: a session takes one at a time.
void TcpConnection::begin_request(ReadRequest read) {
    begun_ = expect(read);
    last_request_ = false; // not before it is complete
    read.request.remote_address = remote_address_;
    read.request.exchange = *begun_;
    host_.apply(core::RequestBegun{std::move(read.request)});
}

void TcpConnection::take(ReadRequest read) {
    last_request_ = !read.keep_alive;
    read.request.exchange = begun_ ? *begun_ : expect(read);
    const bool begun = std::exchange(begun_, std::nullopt).has_value();
    if (begun && !pipeline_.awaits(read.request.exchange)) return; // it was answered before it was complete
    host_.apply(core::RequestArrived{std::move(read.request)});
}

void TcpConnection::take_upgrade(ReadRequest& read) {
    cors_headers_ = engineio::cors_headers(read.request);
    if (!read.upgrade_fault.text.empty()) {
        return answer_badly(400, read.upgrade_fault.text, read.upgrade_fault.headers);
    }
    websocket_ = host_.websockets().open();
    websocket_->accept(*read.upgrade_head, cors_headers_);
    if (websocket_->is_closed()) { // the library refuses it, and has said why
        push(websocket_->take_output());
        return end_after_writing();
    }
    channel_ = host_.number(*this);
    host_.apply(core::UpgradeArrived{*channel_, std::move(read.request)});
}

void TcpConnection::respond(engineio::Respond effect) {
    host_.release(effect.exchange);
    pipeline_.answer(std::move(effect));
    send_answers();
}

void TcpConnection::send_answers() {
    while (auto answer = pipeline_.next()) {
        push(std::move(answer->bytes), std::move(answer->receipts));
        if (answer->torn) return reset();
        if (!answer->keep_alive) return end_after_writing();
    }
    if (!taking_requests_) take_requests_later(); // the world is in the middle of an input
}

void TcpConnection::accept_channel() {
    accepted_ = true;
    push(websocket_->take_output());
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->lost_ || self->ending_) return;
        self->websocket_->receive(self->reader_.take_rest());
        self->take_frames();
    });
}

void TcpConnection::refuse_channel(const engineio::HttpResponse& response) {
    host_.release(*channel_);
    channel_.reset();
    websocket_.reset();
    push(encode_response(response, cors_headers_, false));
    end_after_writing();
}

void TcpConnection::send_frame(SharedBytes frame, engineio::Receipt receipt) {
    if (ending_ || lost_) return;
    outbox_.push(std::move(frame), receipt == 0 ? std::vector<engineio::Receipt>() : std::vector{receipt});
    schedule_flush();
}

void TcpConnection::close_channel() {
    if (ending_ || lost_) return;
    websocket_->close();
    push(websocket_->take_output());
    end_after_writing();
}

void TcpConnection::break_channel() {
    if (ending_ || lost_) return;
    push(broken_frame());
    end_after_writing();
}

void TcpConnection::reset() {
    resetting_ = true;
    end_after_writing();
}

void TcpConnection::take_frames() {
    for (auto& message : websocket_->take_messages()) {
        if (lost_ || ending_) return;
        host_.apply(core::FrameArrived{*channel_, std::move(message)});
    }
    if (lost_ || ending_) return;
    if (auto output = websocket_->take_output(); !output.empty()) push(std::move(output));
    if (!websocket_->is_closed()) return;
    if (auto violation = websocket_->violation(); !violation.empty()) {
        host_.apply(core::ChannelViolated{*channel_, std::move(violation)});
    }
    end_after_writing();
    lose_channel();
}

// In its turn, and the last answer of this connection.
void TcpConnection::answer_badly(int status, const std::string& text, const engineio::Headers& headers) {
    const auto exchange = host_.number(*this);
    pipeline_.expect({exchange, cors_headers_, false, false});
    last_request_ = true;
    respond({exchange, {status, text.empty() ? "" : "text/html", text, headers}, {}});
}

void TcpConnection::push(std::string bytes, std::vector<engineio::Receipt> receipts) {
    if (lost_) return;
    outbox_.push(std::make_shared<const std::string>(std::move(bytes)), std::move(receipts));
    schedule_flush();
}

void TcpConnection::schedule_flush() {
    if (std::exchange(flush_scheduled_, true)) return;
    host_.flush_later(*this);
}

void TcpConnection::end_after_writing() {
    ending_ = true;
    schedule_flush();
}

void TcpConnection::flush() {
    flush_scheduled_ = false;
    if (lost_) return;
    if (!waits_writable_) {
        std::vector<engineio::Receipt> written;
        const auto failure = outbox_.write_to(socket_, written);
        if (!written.empty()) host_.written(written);
        if (failure) return lose();
    }
    if (resetting_) return lose();
    if (outbox_.bytes() > outbox_bytes_max) {
        if (channel_)
            host_.apply(
                core::ChannelViolated{*channel_, "the client does not read, and too much waits for it"});
        return lose();
    }
    if (!outbox_.empty()) return wait_writable();
    asio::error_code ignored;
    if (peer_finished_) lose();
    else if (ending_) socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void TcpConnection::wait_writable() {
    if (std::exchange(waits_writable_, true)) return;
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const asio::error_code& failure) {
        self->waits_writable_ = false;
        if (!failure) self->schedule_flush(); // with the others, so that receipts are told
    });
}

// The one way out: the socket is closed, and the world learns what that costs.
void TcpConnection::lose() {
    if (lost_) return;
    lost_ = true;
    asio::error_code ignored;
    if (resetting_) socket_.set_option(tcp::socket::linger(true, 0), ignored);
    socket_.close(ignored);
    const auto self = shared_from_this();
    host_.forget(*this);
    for (const auto exchange : pipeline_.unanswered()) {
        host_.release(exchange);
        host_.apply(core::ExchangeLost{exchange});
    }
    lose_channel();
}

void TcpConnection::lose_channel() {
    if (!channel_) return;
    host_.release(*channel_);
    host_.apply(core::ChannelLost{*std::exchange(channel_, std::nullopt)});
}

} // namespace chatmock::transport
