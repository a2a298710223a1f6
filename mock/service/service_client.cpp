#include "service/service_client.hpp"

#include "base/text/ascii.hpp"
#include "http/writer.hpp"

#include <algorithm>

namespace chatmock::service {

namespace {

constexpr Milliseconds farewell_patience{1000};

} // namespace

Result<std::unique_ptr<ServiceClient>>
ServiceClient::make(asio::io_context& context, ServiceClientSettings settings,
                    std::function<void(const socketio::ClientEvent&)> on_event) {
    std::shared_ptr<asio::ssl::context> tls;
    if (settings.url.tls) {
        auto made = make_tls_context(settings.tls);
        if (!made) return made.error();
        tls = std::move(*made);
    }
    return std::unique_ptr<ServiceClient>(
        new ServiceClient(context, std::move(settings), std::move(tls), std::move(on_event)));
}

ServiceClient::ServiceClient(asio::io_context& context, ServiceClientSettings settings,
                             std::shared_ptr<asio::ssl::context> tls,
                             std::function<void(const socketio::ClientEvent&)> on_event)
    : context_(context), settings_(std::move(settings)), tls_(std::move(tls)), on_event_(std::move(on_event)),
      manager_(settings_.engine, settings_.namespace_name, settings_.auth), cookies_(settings_.url.host),
      timer_(context), farewell_(context) {}

ServiceClient::~ServiceClient() {
    for (auto& [id, exchange] : exchanges_) exchange.stream->close();
    for (auto& [id, channel] : channels_) channel.stream->close();
}

void ServiceClient::start() { apply(socketio::Start{}); }

void ServiceClient::close() {
    if (manager_.session().state() == engineio::ClientState::closed) return;
    farewell_.expires_after(farewell_patience);
    farewell_.async_wait([this](const asio::error_code& failure) {
        if (!failure) apply(socketio::Close{}); // a second close ends the wait for an answer
    });
    apply(socketio::Close{});
}

void ServiceClient::apply(const socketio::ClientInput& input) {
    const auto effects = manager_.apply(input, clock_.now());
    for (const auto& effect : effects.wire) std::visit([this](const auto& each) { perform(each); }, effect);
    arm();
    for (const auto& event : effects.events) {
        if (std::holds_alternative<socketio::Ended>(event)) farewell_.cancel();
        on_event_(event);
    }
}

void ServiceClient::arm() {
    const auto deadline = manager_.next_deadline();
    timer_.cancel();
    if (!deadline) return;
    timer_.expires_after(*deadline - clock_.now());
    timer_.async_wait([this](const asio::error_code& failure) {
        if (!failure) apply(socketio::TimePassed{});
    });
}

std::shared_ptr<ByteStream> ServiceClient::connect(ByteStream::Handlers handlers) {
    return connect_stream(context_, settings_.url.host, settings_.url.port, tls_, std::move(handlers));
}

// Uses one connection per request, so the server never keeps one open.
void ServiceClient::perform(const http::Request& request) {
    const auto id = request.exchange;
    auto& exchange = exchanges_[id];
    exchange.stream = connect({[this, id](std::string_view bytes) {
                                   exchanges_[id].reader.receive(bytes);
                                   read_answer(id);
                               },
                               [this, id](const std::string& detail) {
                                   auto& reader = exchanges_[id].reader;
                                   if (detail.empty()) reader.finish();
                                   if (detail.empty()) return read_answer(id);
                                   exchanges_.erase(id);
                                   apply(socketio::RequestFailed{id, detail});
                               }});
    exchange.stream->write(http::encode_request(request, settings_.url.authority(), headers_for(request)));
}

http::Headers ServiceClient::headers_for(const http::Request& request) const {
    auto headers = settings_.headers;
    const auto cookies = cookies_.header_for(request.path, settings_.url.tls, clock_.now());
    if (cookies.empty()) return headers;
    const auto given = std::find_if(headers.begin(), headers.end(), [](const auto& each) {
        return ascii_lower_case(each.first) == "cookie";
    });
    if (given == headers.end()) headers.emplace_back("Cookie", cookies);
    else given->second += "; " + cookies; // a request has at most one such header (RFC 6265, section 5.4)
    return headers;
}

void ServiceClient::take_cookies(const http::Headers& headers) {
    for (const auto& [name, value] : headers) cookies_.take(value, settings_.url.path, clock_.now());
}

void ServiceClient::read_answer(http::ExchangeId id) {
    const auto found = exchanges_.find(id);
    const auto& reader = found->second.reader;
    if (reader.broken().empty() && !reader.response()) return;
    const auto exchange = std::move(found->second);
    exchanges_.erase(found);
    exchange.stream->close();
    if (exchange.reader.response()) take_cookies(exchange.reader.response()->headers);
    if (exchange.reader.response()) apply(socketio::Responded{id, *exchange.reader.response()});
    else apply(socketio::RequestFailed{id, exchange.reader.broken()});
}

void ServiceClient::perform(const engineio::DropExchange& effect) {
    const auto found = exchanges_.find(effect.exchange);
    if (found == exchanges_.end()) return;
    found->second.stream->close();
    exchanges_.erase(found);
}

void ServiceClient::perform(const engineio::OpenChannel& effect) {
    const auto id = effect.channel;
    auto& channel = channels_[id];
    channel.websocket = std::make_unique<websocket::ClientWebSocket>(
        effect.request, settings_.url.authority(), headers_for(effect.request));
    channel.stream = connect({[this, id](std::string_view bytes) {
                                  channels_[id].websocket->receive(bytes);
                                  read_channel(id);
                              },
                              [this, id](const std::string& detail) {
                                  channels_[id].websocket->finish();
                                  channel_ended(id, detail);
                              }});
    flush(channel);
}

void ServiceClient::read_channel(engineio::ChannelId id) {
    auto& channel = channels_[id];
    flush(channel);
    const auto messages = channel.websocket->take_messages();
    if (channel.websocket->is_open() && !std::exchange(channel.was_open, true)) {
        take_cookies(channel.websocket->cookies());
        apply(socketio::ChannelAccepted{id});
    }
    for (const auto& message : messages) apply(socketio::FrameReceived{id, message});
    const auto found = channels_.find(id);
    if (found != channels_.end() && found->second.websocket->is_closed()) channel_ended(id, "");
}

void ServiceClient::channel_ended(engineio::ChannelId id, const std::string& detail) {
    const auto found = channels_.find(id);
    const auto channel = std::move(found->second);
    channels_.erase(found);
    channel.stream->close_after_writing();
    const auto refusal = channel.websocket->refusal();
    if (refusal) take_cookies(refusal->headers);
    if (refusal) apply(socketio::ChannelRefused{id, *refusal});
    else apply(socketio::ChannelFailed{id, detail.empty() ? channel.websocket->detail() : detail});
}

void ServiceClient::perform(const engineio::SendFrame& effect) {
    auto& channel = channels_.find(effect.channel)->second;
    channel.websocket->send(*effect.payload, effect.binary);
    flush(channel);
}

void ServiceClient::perform(const engineio::CloseChannel& effect) {
    const auto found = channels_.find(effect.channel);
    if (found == channels_.end()) return;
    const auto channel = std::move(found->second);
    channels_.erase(found);
    channel.websocket->close();
    channel.stream->write(channel.websocket->take_output());
    channel.stream->close_after_writing();
}

void ServiceClient::flush(Channel& channel) {
    auto output = channel.websocket->take_output();
    if (!output.empty()) channel.stream->write(std::move(output));
}

} // namespace chatmock::service
