#include "websocket/server_websocket.hpp"

#include "websocket/config.hpp"

#include <websocketpp/processors/hybi13.hpp>
#include <websocketpp/random/none.hpp>

#include <limits>

namespace chatmock::websocket {

namespace {

namespace close_status = websocketpp::close::status;
namespace error = websocketpp::processor::error;
namespace opcode = websocketpp::frame::opcode;

using Config = WebSocketConfig<websocketpp::random::none::int_generator<std::uint32_t>>;
using Processor = websocketpp::processor::hybi13<Config>;
using Frame = Config::message_type;

// The topmost bit of a length is 0 (RFC 6455, section 5.2). The library does not check it, and its sum of
// lengths then overflows past its limit.
constexpr std::size_t length_max = std::numeric_limits<std::size_t>::max() / 2;

// The head of a client's control frame: it has no extended length (RFC 6455, section 5.5).
constexpr std::size_t control_head_bytes = 6;

websocketpp::lib::error_code error_of(error::processor_errors value) { return error::make_error_code(value); }

// It has no state: all connections share it.
const auto frames = std::make_shared<Config::con_msg_manager_type>();

} // namespace

struct ServerWebSocket::Engine {
    explicit Engine(std::size_t message_bytes_max) : processor(false, true, frames, no_masks) {
        processor.set_max_message_size(message_bytes_max);
    }

    void send(const Frame& frame) { output += frame.get_header() + frame.get_payload(); }

    void pong(const std::string& payload) {
        const auto frame = frames->get_message();
        if (!processor.prepare_pong(payload, frame)) send(*frame);
    }

    // Sends nothing if the library does not allow such a Close frame.
    void close(close_status::value code, const std::string& reason) {
        closed = true;
        const auto frame = frames->get_message();
        if (!processor.prepare_close(code, reason, frame)) send(*frame);
    }

    void fail(close_status::value code, const std::string& what) {
        close(code, what);
        violation = "the WebSocket protocol was broken: " + what;
    }

    // RFC 6455, section 5.5.
    void take_control(const Frame& frame) {
        if (frame.get_opcode() == opcode::ping) pong(frame.get_payload());
        if (frame.get_opcode() == opcode::close) take_close(frame.get_payload());
    }

    // Echoes the frame. A code that reports an error of this side (1002 or 1007) is a violation, too.
    void take_close(const std::string& payload) {
        websocketpp::lib::error_code failure;
        const auto code = websocketpp::close::extract_code(payload, failure);
        if (failure) return fail(close_status::protocol_error, "Invalid close code");
        const auto reason = websocketpp::close::extract_reason(payload, failure);
        if (failure) return fail(close_status::protocol_error, "Invalid close reason");
        if (code == close_status::protocol_error || code == close_status::invalid_payload)
            return fail(code, reason);
        close(code == close_status::no_status ? close_status::normal : code, reason);
    }

    Config::rng_type no_masks;
    Processor processor;
    std::string output;
    std::string violation;
    std::size_t unfinished_bytes = 0;
    bool closed = false;
};

ServerWebSocket::ServerWebSocket(std::size_t message_bytes_max)
    : engine_(std::make_unique<Engine>(message_bytes_max)) {}
ServerWebSocket::~ServerWebSocket() = default;

std::optional<engineio::Message> ServerWebSocket::next(ByteSpan& bytes) {
    auto& processor = engine_->processor;
    while (!engine_->closed && bytes.size > 0) {
        websocketpp::lib::error_code failure;
        const auto count =
            processor.consume(reinterpret_cast<std::uint8_t*>(bytes.data), bytes.size, failure);
        bytes.remove_prefix(count);
        engine_->unfinished_bytes += count;
        if (!failure && processor.get_bytes_needed() > length_max)
            failure = error_of(error::protocol_violation);
        // On a 32-bit machine, the library has an error of its own for a frame that is too large.
        if (failure == error_of(error::requires_64bit)) failure = error_of(error::message_too_big);
        if (failure) engine_->fail(error::to_ws(failure), failure.message());
        const auto frame = processor.get_message();
        if (!frame) continue;
        if (!opcode::is_control(frame->get_opcode())) {
            engine_->unfinished_bytes = 0;
            return engineio::Message{frame->get_opcode() == opcode::binary,
                                     std::move(frame->get_raw_payload())};
        }
        engine_->unfinished_bytes -= control_head_bytes + frame->get_payload().size();
        engine_->take_control(*frame);
    }
    return std::nullopt;
}

void ServerWebSocket::close() {
    if (!engine_->closed) engine_->close(close_status::no_status, "");
}

std::string ServerWebSocket::take_output() { return std::exchange(engine_->output, {}); }

bool ServerWebSocket::is_closed() const { return engine_->closed; }

std::size_t ServerWebSocket::unfinished_bytes() const { return engine_->unfinished_bytes; }

const std::string& ServerWebSocket::violation() const { return engine_->violation; }

std::string broken_frame() {
    constexpr char final_frame_of_opcode_3 = '\x83';
    return {final_frame_of_opcode_3, '\0'};
}

std::string frame_message(std::string_view payload, bool binary) {
    namespace frame = websocketpp::frame;
    const frame::basic_header basic(binary ? opcode::binary : opcode::text, payload.size(), true, false);
    const frame::extended_header extended(payload.size());
    std::string bytes = frame::prepare_header(basic, extended);
    bytes += payload;
    return bytes;
}

} // namespace chatmock::websocket
