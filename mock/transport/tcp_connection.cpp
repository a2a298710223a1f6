#include "transport/tcp_connection.hpp"

#include "transport/http_reader.hpp"
#include "transport/http_writer.hpp"
#include "transport/pipeline.hpp"
#include "transport/socket_request.hpp"
#include "transport/websocket_handshake.hpp"

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

// What a WebSocket does not need once it has begun.
struct TcpConnection::Requests {
    Requests(const tcp::endpoint& peer, std::size_t payload_max)
        : remote_address(address_of(peer)), payload_bytes_max(payload_max), reader(payload_max) {}

    std::string remote_address;
    std::size_t payload_bytes_max;
    HttpReader reader;
    Pipeline pipeline;
    std::optional<engineio::ExchangeId> begun; // a request whose body is on its way
    std::optional<ReadRequest> next_upgrade;   // waits for the answers before it
    std::string handshake;                     // the answer that accepts it
    engineio::Headers cors_headers;            // of the answer to an upgrade
    bool last = false;                         // no further one is taken
    bool taking = false;
};

TcpConnection::TcpConnection(TcpSocket socket, const tcp::endpoint& peer, ConnectionHost& host,
                             std::size_t payload_bytes_max)
    : host_(host), socket_(std::move(socket)), requests_(std::make_unique<Requests>(peer, payload_bytes_max)),
      last_active_(std::chrono::steady_clock::now()) {}

TcpConnection::~TcpConnection() = default;

void TcpConnection::start() {
    asio::error_code ignored;
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
    std::size_t count = buffer.size();
    for (int i = 0; i < reads_max && count == buffer.size() && !lost_; ++i) { // less was all there is
        asio::error_code failure;
        count = socket_.read_some(asio::buffer(buffer), failure);
        if (is_would_block(failure)) break;
        if (failure == asio::error::eof && is_answered()) return peer_finished();
        if (failure) return lose();
        received(asio::buffer(buffer, count));
    }
    if (!lost_) wait_readable();
}

bool TcpConnection::is_requested() const { return requests_ && !requests_->pipeline.empty(); }

// A client that has said all it will say still reads the answer.
bool TcpConnection::is_answered() const { return is_writing() && !is_requested() && !channel_; }

void TcpConnection::peer_finished() {
    peer_finished_ = true;
    end_after_writing();
}

void TcpConnection::received(asio::mutable_buffer bytes) {
    if (ending_) return; // it is only read to learn when the peer has closed
    if (accepted_) {
        leave_requests();
        return take_frames(bytes);
    }
    auto& reader = requests_->reader;
    reader.receive({static_cast<const char*>(bytes.data()), bytes.size()});
    take_requests();
    constexpr std::size_t pipelined_bytes_max = 4 * 1024 * 1024;
    if (reader.buffered_bytes() > pipelined_bytes_max) lose();
}

// A few requests at a time, then it is the others' turn.
void TcpConnection::take_requests() {
    constexpr int requests_max = 16;
    if (!requests_) return;
    requests_->taking = true;
    bool more = true;
    for (int i = 0; i < requests_max && more; ++i) more = take_request();
    requests_->taking = false;
    if (more) take_requests_later();
}

// Whether there may be another.
bool TcpConnection::take_request() {
    constexpr std::size_t pipeline_max = 16;
    auto& reader = requests_->reader;
    const auto& pipeline = requests_->pipeline;
    if (pipeline.size() >= pipeline_max || requests_->last || channel_ || ending_ || lost_) return false;
    auto read =
        requests_->next_upgrade ? std::exchange(requests_->next_upgrade, std::nullopt) : reader.next();
    if (reader.take_expectation()) push("HTTP/1.1 100 Continue\r\n\r\n");
    if (reader.fault()) answer_badly(reader.fault().status, "", {});
    if (auto begun = reader.take_begun()) begin_request(std::move(*begun));
    if (!read) return false;
    const bool is_upgrade = asks_for_upgrade(read->head);
    if (is_upgrade && !pipeline.empty()) { // its turn comes when all before it are answered
        requests_->next_upgrade = std::move(*read);
        return false;
    }
    if (is_upgrade) take_upgrade(std::move(*read));
    else take(std::move(*read));
    return true;
}

void TcpConnection::take_requests_later() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->take_requests(); });
}

engineio::ExchangeId TcpConnection::expect(const engineio::HttpRequest& request, bool keep_alive) {
    const auto exchange = host_.number(*this);
    requests_->pipeline.expect(
        {exchange, engineio::cors_headers(request), keep_alive, request.method == "HEAD"});
    return exchange;
}

// The world hears of a body that is on its way: a session takes one at a time.
void TcpConnection::begin_request(ReadRequest read) {
    const bool keep_alive = read.keep_alive;
    auto request = to_engineio(std::move(read), requests_->remote_address);
    request.exchange = expect(request, keep_alive);
    requests_->begun = request.exchange;
    host_.apply(core::RequestBegun{std::move(request)});
}

void TcpConnection::take(ReadRequest read) {
    const bool keep_alive = read.keep_alive;
    requests_->last = !keep_alive;
    const auto begun = std::exchange(requests_->begun, std::nullopt);
    auto request = to_engineio(std::move(read), requests_->remote_address);
    request.exchange = begun ? *begun : expect(request, keep_alive);
    if (begun && !requests_->pipeline.awaits(*begun)) return; // it was answered before it was complete
    host_.apply(core::RequestArrived{std::move(request)});
}

void TcpConnection::take_upgrade(ReadRequest read) {
    const auto head = read.head;
    auto request = to_engineio(std::move(read), requests_->remote_address);
    requests_->cors_headers = engineio::cors_headers(request);
    if (const auto fault = handshake_fault(head); !fault.text.empty())
        return answer_badly(400, fault.text, fault.headers);
    requests_->handshake = encode_handshake(head, requests_->cors_headers);
    websocket_ = std::make_unique<WebSocket>(requests_->payload_bytes_max);
    channel_ = host_.number(*this);
    host_.apply(core::UpgradeArrived{*channel_, std::move(request)});
}

void TcpConnection::respond(engineio::Respond effect) {
    host_.release(effect.exchange);
    requests_->pipeline.answer(std::move(effect));
    send_answers();
}

void TcpConnection::send_answers() {
    while (auto answer = requests_->pipeline.next()) {
        push(std::move(answer->bytes), answer->receipts);
        if (answer->torn) return reset();
        if (!answer->keep_alive) return end_after_writing();
    }
    if (!requests_->taking) take_requests_later(); // the world is in the middle of an input
}

void TcpConnection::accept_channel() {
    accepted_ = true;
    push(std::move(requests_->handshake));
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (!self->lost_ && !self->ending_) self->leave_requests();
    });
}

// From here on there are frames, first those that came in one piece with the request for the WebSocket.
void TcpConnection::leave_requests() {
    if (!requests_) return;
    auto rest = requests_->reader.take_rest();
    requests_.reset();
    take_frames(asio::buffer(rest));
}

void TcpConnection::refuse_channel(const engineio::HttpResponse& response) {
    host_.release(*channel_);
    channel_.reset();
    websocket_.reset();
    push(encode_response(response, requests_->cors_headers, false));
    end_after_writing();
}

void TcpConnection::send_frame(SharedBytes frame, engineio::Receipt receipt) {
    if (ending_ || lost_) return;
    outbox_.push(std::move(frame));
    if (receipt != 0) outbox_.confirm(receipt);
    schedule_flush();
}

bool TcpConnection::send_at_once(const SharedBytes& frame, engineio::Receipt receipt) {
    if (!outbox_.empty() || flush_scheduled_ || ending_ || lost_) {
        send_frame(frame, receipt);
        return true;
    }
    const auto failure = outbox_.send(frame, receipt, socket_.native_handle(), host_.written());
    if (!outbox_.empty()) schedule_flush();
    return !failure;
}

void TcpConnection::confirm(engineio::Receipt receipt) {
    if (ending_ || lost_) return;
    outbox_.confirm(receipt);
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

void TcpConnection::take_frames(asio::mutable_buffer bytes) {
    while (!lost_ && !ending_) {
        auto message = websocket_->next(bytes);
        if (auto output = websocket_->take_output(); !output.empty()) push(std::move(output));
        if (!message) break;
        host_.apply(core::FrameArrived{*channel_, std::move(*message)});
    }
    if (lost_ || ending_ || !websocket_->is_closed()) return;
    if (!websocket_->violation().empty())
        host_.apply(core::ChannelViolated{*channel_, websocket_->violation()});
    end_after_writing();
    lose_channel();
}

// In its turn, and the last answer of this connection.
void TcpConnection::answer_badly(int status, const std::string& text, const engineio::Headers& headers) {
    const auto exchange = host_.number(*this);
    requests_->pipeline.expect({exchange, requests_->cors_headers, false, false});
    requests_->last = true;
    respond({exchange, {status, text.empty() ? "" : "text/html", text, headers}, {}});
}

void TcpConnection::push(std::string bytes, const std::vector<engineio::Receipt>& receipts) {
    if (lost_) return;
    outbox_.push(std::make_shared<const std::string>(std::move(bytes)));
    for (const auto receipt : receipts) outbox_.confirm(receipt);
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
        const auto failure = outbox_.write_to(socket_.native_handle(), host_.written());
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
    const auto unanswered =
        requests_ ? requests_->pipeline.unanswered() : std::vector<engineio::ExchangeId>();
    for (const auto exchange : unanswered) {
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
