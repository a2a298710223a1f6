#include "websocket/client_websocket.hpp"

#include "http/response_reader.hpp"
#include "websocket/config.hpp"

#include <websocketpp/client.hpp>
#include <websocketpp/random/random_device.hpp>

namespace chatmock::websocket {

namespace {

// A client's masks must be unpredictable (RFC 6455, section 10.3).
using Masks =
    websocketpp::random::random_device::int_generator<std::uint32_t, websocketpp::concurrency::none>;
using Client = websocketpp::client<WebSocketConfig<Masks>>;
namespace close_status = websocketpp::close::status;
namespace session_state = websocketpp::session::state;

} // namespace

struct ClientWebSocket::Engine {
    Client endpoint;
    Client::connection_ptr connection;
    http::ResponseReader answer; // to the handshake
    bool answered = false;       // with 101
    std::vector<engineio::Message> messages;
    std::string output;
    bool ended = false;
    std::string detail;
};

ClientWebSocket::ClientWebSocket(const http::Request& request, const std::string& host,
                                 const http::Headers& headers)
    : engine_(std::make_unique<Engine>()) {
    Engine* engine = engine_.get();
    engine->endpoint.set_user_agent("");
    websocketpp::lib::error_code failure;
    engine->connection = engine->endpoint.get_connection("ws://" + host + http::target_of(request), failure);
    if (failure) {
        engine->ended = true;
        engine->detail = failure.message();
        return;
    }
    auto& connection = engine->connection;
    connection->set_max_message_size(message_bytes_max);
    for (const auto& [name, value] : headers) connection->append_header(name, value);
    connection->set_write_handler(
        [engine](const websocketpp::connection_hdl&, const char* bytes, std::size_t size) {
            engine->output.append(bytes, size);
            return websocketpp::lib::error_code();
        });
    connection->set_message_handler(
        [engine](const websocketpp::connection_hdl&, const Client::message_ptr& message) {
            const bool binary = message->get_opcode() == websocketpp::frame::opcode::binary;
            engine->messages.push_back({binary, std::move(message->get_raw_payload())});
        });
    connection->set_shutdown_handler([engine](const websocketpp::connection_hdl&) {
        engine->ended = true;
        return websocketpp::lib::error_code();
    });
    engine->endpoint.connect(connection);
}

// The library's connection and its pending read own each other; the end of file breaks the cycle.
ClientWebSocket::~ClientWebSocket() {
    if (engine_->connection) engine_->connection->eof();
}

// Reads an answer other than 101 to its end: the library would drop its body.
void ClientWebSocket::receive(std::string_view bytes) {
    if (is_closed()) return;
    if (engine_->answered) {
        engine_->connection->read_all(bytes.data(), bytes.size());
        return;
    }
    auto& answer = engine_->answer;
    answer.receive(bytes);
    if (!answer.broken().empty()) engine_->ended = true;
    if (!answer.response()) return;
    engine_->answered = answer.response()->status == 101;
    if (engine_->answered) engine_->connection->read_all(answer.bytes().data(), answer.bytes().size());
    else engine_->ended = true;
}

void ClientWebSocket::finish() {
    if (!engine_->answered) engine_->answer.finish();
    engine_->ended = true;
}

void ClientWebSocket::send(std::string_view payload, bool binary) {
    namespace opcode = websocketpp::frame::opcode;
    if (is_open())
        engine_->connection->send(payload.data(), payload.size(), binary ? opcode::binary : opcode::text);
}

void ClientWebSocket::close() {
    if (!is_open()) return;
    websocketpp::lib::error_code ignored;
    engine_->connection->close(close_status::no_status, "", ignored);
}

std::vector<engineio::Message> ClientWebSocket::take_messages() {
    return std::exchange(engine_->messages, {});
}

std::string ClientWebSocket::take_output() { return std::exchange(engine_->output, {}); }

bool ClientWebSocket::is_open() const {
    return !engine_->ended && engine_->answered && engine_->connection->get_state() == session_state::open;
}

bool ClientWebSocket::is_closed() const {
    if (engine_->ended) return true;
    const auto state = engine_->connection->get_state();
    return state == session_state::closing || state == session_state::closed;
}

std::optional<http::Response> ClientWebSocket::refusal() const {
    return engine_->answered ? std::nullopt : engine_->answer.response();
}

http::Headers ClientWebSocket::cookies() const {
    const auto& answer = engine_->answer.response();
    return answer ? answer->headers : http::Headers{};
}

std::string ClientWebSocket::detail() const {
    if (!engine_->detail.empty() || !engine_->connection) return engine_->detail;
    if (!engine_->answered) return engine_->answer.broken();
    const auto& connection = *engine_->connection;
    const auto code = connection.get_remote_close_code();
    if (code != close_status::blank && code != close_status::abnormal_close)
        return "WebSocket close code " + std::to_string(code) + " " + connection.get_remote_close_reason();
    return connection.get_local_close_reason();
}

} // namespace chatmock::websocket
