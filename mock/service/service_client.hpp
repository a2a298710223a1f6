// A Socket.IO client over real sockets: performs the effects of a Manager, and passes it all received bytes.
#pragma once

#include "http/cookie_jar.hpp"
#include "http/response_reader.hpp"
#include "runtime/clock.hpp"
#include "service/byte_stream.hpp"
#include "service/service_url.hpp"
#include "socketio/manager.hpp"
#include "websocket/client_websocket.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>

namespace chatmock::service {

struct ServiceClientSettings {
    ServiceUrl url; // path and query are in `engine`
    engineio::ClientSettings engine;
    std::string namespace_name = "/";
    Json auth;             // the payload of CONNECT, an object; null for none
    http::Headers headers; // of every request
    TlsSettings tls;
};

// Used only on the thread of its io_context.
class ServiceClient {
public:
    // `on_event` is called on the io_context. Fails if the TLS settings are invalid.
    static Result<std::unique_ptr<ServiceClient>>
    make(asio::io_context& context, ServiceClientSettings settings,
         std::function<void(const socketio::ClientEvent&)> on_event);

    ~ServiceClient();

    void start();

    // Leaves with Socket.IO's and Engine.IO's packets. Ended follows when they are sent, or after a second.
    void close();

    const engineio::ClientSession& session() const { return manager_.session(); }

private:
    struct Channel {
        std::unique_ptr<websocket::ClientWebSocket> websocket;
        std::shared_ptr<ByteStream> stream;
        bool was_open = false;
    };
    struct Exchange {
        http::ResponseReader reader;
        std::shared_ptr<ByteStream> stream;
    };

    ServiceClient(asio::io_context& context, ServiceClientSettings settings,
                  std::shared_ptr<asio::ssl::context> tls,
                  std::function<void(const socketio::ClientEvent&)> on_event);

    void apply(const socketio::ClientInput& input);
    void arm();

    void perform(const http::Request& request);
    void perform(const engineio::DropExchange& effect);
    void perform(const engineio::OpenChannel& effect);
    void perform(const engineio::SendFrame& effect);
    void perform(const engineio::CloseChannel& effect);

    void read_answer(http::ExchangeId id);
    void read_channel(engineio::ChannelId id);
    void channel_ended(engineio::ChannelId id, const std::string& detail);
    void flush(Channel& channel);

    // The headers of the settings, with the service's cookies.
    http::Headers headers_for(const http::Request& request) const;
    void take_cookies(const http::Headers& headers);

    std::shared_ptr<ByteStream> connect(ByteStream::Handlers handlers);

    asio::io_context& context_;
    ServiceClientSettings settings_;
    std::shared_ptr<asio::ssl::context> tls_;
    std::function<void(const socketio::ClientEvent&)> on_event_;
    socketio::Manager manager_;
    http::CookieJar cookies_;
    runtime::Clock clock_;
    asio::steady_timer timer_;
    asio::steady_timer farewell_;
    std::map<http::ExchangeId, Exchange> exchanges_;
    std::map<engineio::ChannelId, Channel> channels_;
};

} // namespace chatmock::service
