#include "load/websocket_client.hpp"

#include "load/failure.hpp"
#include "load/frame.hpp"
#include "load/http.hpp"

namespace bench {

namespace {

// The example key of RFC 6455 and its answer (section 1.3).
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view accepted_key = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

const std::string pong = masked_text_frame("3");
const std::string connect_packet = masked_text_frame("40");

std::string upgrade_request(const std::string& user) {
    return "GET /socket.io/?EIO=4&transport=websocket&jwt_token=" + user +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           std::string(key) + "\r\n\r\n";
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

} // namespace

WebSocketClient::WebSocketClient(Loop& loop, int port, std::string user, Tally& tally)
    : user_(std::move(user)), tally_(tally), stream_(port) {
    loop.watch(stream_.descriptor(), *this);
    stream_.write(upgrade_request(user_));
}

void WebSocketClient::on_readable() {
    if (!stream_.read([this](std::string_view bytes) { return take(bytes); }))
        throw Failure("the server has closed the connection of " + user_);
}

std::size_t WebSocketClient::take(std::string_view bytes) {
    std::size_t taken = upgraded_ ? 0 : take_response(bytes);
    while (upgraded_) {
        const auto frame = read_frame(bytes.substr(taken));
        if (!frame) break;
        if (frame->opcode == opcode_text) take_packet(frame->payload);
        taken += frame->bytes;
    }
    return taken;
}

std::size_t WebSocketClient::take_response(std::string_view bytes) {
    const auto response = read_response(bytes);
    if (!response) return 0;
    if (response->status != 101 || response->header("Sec-WebSocket-Accept") != accepted_key)
        throw Failure("expected a WebSocket, got: " + std::string(bytes));
    upgraded_ = true;
    return response->bytes;
}

void WebSocketClient::take_packet(std::string_view packet) {
    if (starts_with(packet, "42")) tally_.count_event(packet);
    else if (starts_with(packet, "2")) answer_ping();
    else if (starts_with(packet, "0")) stream_.write(connect_packet);
    else if (starts_with(packet, "40")) ++tally_.joined;
    else throw Failure(user_ + " got: " + std::string(packet));
}

void WebSocketClient::answer_ping() {
    stream_.write(pong);
    ++tally_.pings;
}

} // namespace bench
