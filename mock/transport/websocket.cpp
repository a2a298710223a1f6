#include "transport/websocket.hpp"

#include "transport/websocket_config.hpp"

#include <websocketpp/random/none.hpp>
#include <websocketpp/server.hpp>

namespace chatmock::transport {

namespace {

using Server = websocketpp::server<WebSocketConfig<websocketpp::random::none::int_generator<std::uint32_t>>>;
namespace close_status = websocketpp::close::status;
namespace session_state = websocketpp::session::state;

} // namespace

struct WebSocket::Engine {
    Server::connection_ptr connection;
    std::vector<engineio::Message> messages;
    std::string output;
    engineio::Headers answer_headers; // of the handshake
    bool closed_here = false;
    bool ended = false;
};

struct WebSockets::Endpoint {
    Server server;
};

WebSockets::WebSockets(std::size_t message_bytes_max)
    : endpoint_(std::make_unique<Endpoint>()), message_bytes_max_(message_bytes_max) {
    endpoint_->server.set_user_agent(""); // no Server header: the reference server sends none
}
WebSockets::~WebSockets() = default;

std::unique_ptr<WebSocket> WebSockets::open() {
    auto engine = std::make_unique<WebSocket::Engine>();
    engine->connection = endpoint_->server.get_connection();
    engine->connection->set_max_message_size(message_bytes_max_);
    return std::unique_ptr<WebSocket>(new WebSocket(std::move(engine)));
}

WebSocket::WebSocket(std::unique_ptr<Engine> opened) : engine_(std::move(opened)) {
    Engine* engine = engine_.get();
    auto& connection = engine->connection;
    connection->set_write_handler([engine](websocketpp::connection_hdl, const char* bytes, std::size_t size) {
        engine->output.append(bytes, size);
        return websocketpp::lib::error_code();
    });
    connection->set_message_handler(
        [engine](websocketpp::connection_hdl, const Server::message_ptr& message) {
            const bool binary = message->get_opcode() == websocketpp::frame::opcode::binary;
            engine->messages.push_back({binary, std::move(message->get_raw_payload())});
        });
    connection->set_validate_handler([engine](websocketpp::connection_hdl) {
        const auto& offered = engine->connection->get_requested_subprotocols();
        if (!offered.empty()) engine->connection->select_subprotocol(offered.front());
        for (const auto& [name, value] : engine->answer_headers)
            engine->connection->append_header(name, value);
        return true;
    });
    connection->set_shutdown_handler([engine](websocketpp::connection_hdl) {
        engine->ended = true;
        return websocketpp::lib::error_code();
    });
    connection->start();
}

// The library's connection and its pending read hold each other; the end of file parts them.
WebSocket::~WebSocket() { engine_->connection->eof(); }

void WebSocket::accept(const std::string& head, const engineio::Headers& headers) {
    engine_->answer_headers = headers;
    receive(head);
}

void WebSocket::receive(std::string_view bytes) {
    if (!is_closed()) engine_->connection->read_all(bytes.data(), bytes.size());
}

void WebSocket::close() {
    if (is_closed()) return;
    engine_->closed_here = true;
    websocketpp::lib::error_code ignored;
    engine_->connection->close(close_status::no_status, "", ignored);
}

std::vector<engineio::Message> WebSocket::take_messages() { return std::exchange(engine_->messages, {}); }

std::string WebSocket::take_output() { return std::exchange(engine_->output, {}); }

bool WebSocket::is_closed() const {
    const auto state = engine_->connection->get_state();
    return engine_->ended || state == session_state::closing || state == session_state::closed;
}

std::string WebSocket::violation() const {
    const auto& connection = *engine_->connection;
    if (!is_closed() || engine_->closed_here) return "";
    const auto local = connection.get_local_close_code();
    const bool broken = local == close_status::protocol_error || local == close_status::invalid_payload;
    const bool said_goodbye = connection.get_remote_close_code() != close_status::abnormal_close;
    if (said_goodbye && !broken) return "";
    return "the WebSocket protocol was broken: " + connection.get_local_close_reason();
}

std::string broken_frame() {
    constexpr char final_frame_of_opcode_3 = '\x83';
    return {final_frame_of_opcode_3, '\0'};
}

std::shared_ptr<const std::string> frame_message(std::string_view payload, bool binary) {
    namespace frame = websocketpp::frame;
    const auto opcode = binary ? frame::opcode::binary : frame::opcode::text;
    const frame::basic_header basic(opcode, payload.size(), true, false);
    const frame::extended_header extended(payload.size());
    std::string bytes = frame::prepare_header(basic, extended);
    bytes += payload;
    return std::make_shared<const std::string>(std::move(bytes));
}

} // namespace chatmock::transport
