// For any answers of a service, a client understands them or ends, once; and its requests are limited.
#include "http/response_reader.hpp"
#include "socketio/manager.hpp"

#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

using namespace chatmock;

namespace {

// The exchanges and channels that the client waits for.
struct Asked {
    std::set<http::ExchangeId> exchanges; // a poll and a POST at the most
    std::optional<engineio::ChannelId> channel;

    void operator()(const http::Request& request) {
        exchanges.insert(request.exchange);
        if (exchanges.size() > 2) abort();
    }
    void operator()(const engineio::DropExchange& drop) {
        if (exchanges.erase(drop.exchange) == 0) abort();
    }
    void operator()(const engineio::OpenChannel& open) {
        if (std::exchange(channel, open.channel)) abort();
    }
    void operator()(const engineio::SendFrame& frame) {
        if (channel != frame.channel) abort();
    }
    void operator()(const engineio::CloseChannel& close) {
        if (std::exchange(channel, std::nullopt) != close.channel) abort();
    }
};

engineio::ClientSettings settings_of(unsigned char choice) {
    engineio::ClientSettings settings;
    settings.protocol = choice % 2 == 0 ? engineio::Protocol::v4 : engineio::Protocol::v3;
    settings.transports = static_cast<engineio::Transports>(choice / 2 % 3);
    return settings;
}

std::optional<http::Response> read_in_halves(std::string_view bytes) {
    http::ResponseReader reader;
    reader.receive(bytes.substr(0, bytes.size() / 2));
    reader.receive(bytes.substr(bytes.size() / 2));
    reader.finish();
    if (reader.response().has_value() != reader.broken().empty()) abort();
    return reader.response();
}

// A client and the actions of a service, record by record.
class Story {
public:
    explicit Story(const engineio::ClientSettings& settings) : client_(settings, "/") {
        play(socketio::Start{});
    }

    // The first byte selects the record: an HTTP answer or its body, a frame, or the state of a WebSocket.
    void play_record(char kind, const std::string& content) {
        switch (kind) {
            case 'h': return answer(read_in_halves(content));
            case 'p': return answer(http::Response{200, "text/plain", content, {}});
            case 'f': return play(socketio::FrameReceived{asked_.channel.value_or(0), {false, content}});
            case 'b': return play(socketio::FrameReceived{asked_.channel.value_or(0), {true, content}});
            case 'a': return play(socketio::ChannelAccepted{asked_.channel.value_or(0)});
            case 'r': return play(socketio::ChannelRefused{take_channel(), {400, "", content, {}}});
            case 'l': return play(socketio::ChannelFailed{take_channel(), content});
            case 'c': return play(socketio::Close{});
            case 't': now_ += std::chrono::seconds(10); return play(socketio::TimePassed{});
            default: return;
        }
    }

private:
    void answer(const std::optional<http::Response>& response) {
        if (asked_.exchanges.empty()) return;
        const auto exchange = *asked_.exchanges.begin();
        asked_.exchanges.erase(exchange);
        if (response) play(socketio::Responded{exchange, *response});
        else play(socketio::RequestFailed{exchange, "broken"});
    }

    engineio::ChannelId take_channel() { return std::exchange(asked_.channel, std::nullopt).value_or(0); }

    void play(const socketio::ClientInput& input) {
        const auto effects = client_.apply(input, now_);
        if (ended_ && !(effects.wire.empty() && effects.events.empty())) abort();
        for (const auto& effect : effects.wire) std::visit(asked_, effect);
        for (const auto& event : effects.events) {
            if (ended_) abort();
            ended_ = std::holds_alternative<socketio::Ended>(event);
        }
        if (ended_ != (client_.session().state() == engineio::ClientState::closed)) abort();
        if (ended_ && (!asked_.exchanges.empty() || asked_.channel)) abort();
    }

    socketio::Manager client_;
    Asked asked_;
    Instant now_{};
    bool ended_ = false;
};

} // namespace

// The first byte selects the client. The rest are records, separated by a line with a dot.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    Story story(settings_of(data[0]));
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    while (!rest.empty()) {
        const auto record = rest.substr(0, rest.find("\n.\n"));
        rest.remove_prefix(std::min(rest.size(), record.size() + 3));
        if (!record.empty()) story.play_record(record[0], std::string(record.substr(1)));
    }
    return 0;
}
