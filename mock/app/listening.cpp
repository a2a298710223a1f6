#include "app/listening.hpp"

#include "base/fields.hpp"
#include "conformance/wording.hpp"
#include "transport/service_client.hpp"

#include <asio/signal_set.hpp>

#include <csignal>

namespace chatmock::app {

namespace {

// As patient as socket.io-client is by default.
constexpr Milliseconds connect_patience{20000};

// What a service says before it has let the client in waits for that, as in socket.io-client.
constexpr std::size_t early_events_max = 1000;

constexpr std::size_t told_characters_max = 300;

// A token (RFC 9110, section 5.6.2).
bool is_header_name(const std::string& text) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                         "!#$%&'*+-.^_`|~";
    return !text.empty() && text.find_first_not_of(allowed) == std::string::npos;
}

Result<engineio::Headers> parse_headers(const std::vector<std::string>& lines) {
    engineio::Headers headers;
    for (const auto& line : lines) {
        const auto colon = line.find(':');
        const auto value = line.find_first_not_of(' ', colon == std::string::npos ? colon : colon + 1);
        const bool is_header = colon != std::string::npos && is_header_name(line.substr(0, colon)) &&
                               line.find_first_of("\r\n") == std::string::npos;
        if (!is_header) {
            return Error{ErrorCode::invalid_value,
                         "--header: NAME: VALUE was expected, such as \"Origin: https://app.example.com\""};
        }
        headers.emplace_back(line.substr(0, colon), value == std::string::npos ? "" : line.substr(value));
    }
    return headers;
}

engineio::Transports transports_of(const std::string& name) {
    if (name == "polling") return engineio::Transports::polling;
    if (name == "websocket") return engineio::Transports::websocket;
    return engineio::Transports::upgrade;
}

Result<transport::ServiceClientSettings> settings_of(const ServiceOptions& options) {
    auto url = transport::parse_service_url(options.url);
    if (!url) return url.error();
    auto headers = parse_headers(options.headers);
    if (!headers) return headers.error();
    transport::ServiceClientSettings settings;
    settings.engine.protocol =
        options.engineio_protocol == 3 ? engineio::Protocol::v3 : engineio::Protocol::v4;
    settings.engine.transports = transports_of(options.transport);
    settings.engine.path = url->path;
    settings.engine.query = url->query;
    if (!options.token.empty())
        settings.engine.query.emplace("jwt_token", options.token); // the URL's goes first
    settings.namespace_name = options.namespace_name;
    if (settings.namespace_name.rfind('/', 0) != 0) settings.namespace_name.insert(0, "/");
    settings.headers = std::move(*headers);
    settings.tls = {options.ca_file, options.insecure};
    settings.url = std::move(*url);
    return settings;
}

class Listening {
public:
    Listening(const ServiceOptions& options, const ListeningHandlers& handlers)
        : options_(options), handlers_(handlers), timer_(context_), signals_(context_, SIGINT, SIGTERM) {}

    Result<Listened> run() {
        auto settings = settings_of(options_);
        if (!settings) return settings.error();
        listened_.service = settings->url.text();
        token_ = engineio::value_of(settings->engine.query, "jwt_token");
        auto made = transport::ServiceClient::make(context_, std::move(*settings),
                                                   [this](const auto& happening) { take_any(happening); });
        if (!made) return made.error();
        client_ = std::move(*made);
        signals_.async_wait([this](const asio::error_code& failure, int) {
            if (!failure) finish(ListeningEnd::interrupted, "");
        });
        wait(connect_patience, ListeningEnd::unreachable,
             "nobody was let in within " + std::to_string(connect_patience.count() / 1000) + " s");
        client_->start();
        context_.run();
        return std::move(listened_);
    }

private:
    // Once it is finished, its end alone is of interest.
    void take_any(const socketio::Happening& happening) {
        if (finished_ && !std::holds_alternative<socketio::Ended>(happening)) return;
        std::visit([this](const auto& each) { take(each); }, happening);
    }

    void take(const socketio::Opened&) {}
    void take(const socketio::Upgraded&) {}

    void take(const socketio::Connected&) {
        if (connected_at_) return;
        connected_at_ = std::chrono::steady_clock::now();
        timer_.cancel();
        if (options_.for_ms) wait(Milliseconds(*options_.for_ms), ListeningEnd::time_over, "");
        handlers_.connected(listened_.service);
        for (const auto& event : std::exchange(early_, {})) {
            if (!finished_) take(event);
        }
    }

    void take(const socketio::Refused& refused) {
        const auto status =
            refused.data.is_object() && refused.data.contains("status") ? refused.data["status"] : Json();
        const auto shown_status = "HTTP status " + to_text(status) + " came";
        if (is_no_verdict(status)) {
            const auto redirects = status < 400 ? "; redirects are not followed" : "";
            return finish(ListeningEnd::unreachable, shown_status + redirects);
        }
        listened_.refusal = refused;
        const bool is_misunderstanding = refused.message == "Unsupported protocol version";
        const auto said = refused.message.empty() ? shown_status : refused.message;
        finish(ListeningEnd::refused, said + (is_misunderstanding ? other_revision() : ""));
    }

    void take(const socketio::EventReceived& event) {
        if (connected_at_) {
            if (handlers_.event(event)) finish(ListeningEnd::enough, "");
        } else if (early_.size() < early_events_max) {
            early_.push_back(event);
        }
    }

    void take(const socketio::Disconnected&) { finish(ListeningEnd::lost, "io server disconnect"); }

    void take(const socketio::Ended& ended) {
        auto detail = std::string(ended.reason) + (ended.detail.empty() ? "" : ": " + ended.detail);
        if (!connected_at_ && ended.reason == engineio::close_reason::parse_error) detail += other_revision();
        finish(connected_at_ ? ListeningEnd::lost : ListeningEnd::unreachable, detail);
        timer_.cancel();
        signals_.cancel();
    }

    std::string other_revision() const {
        const auto other = options_.engineio_protocol == 4 ? "3" : "4";
        return std::string("; does the service speak Engine.IO ") + other + "? Then it is --eio " + other;
    }

    void wait(Milliseconds patience, ListeningEnd end, const std::string& detail) {
        timer_.expires_after(patience);
        timer_.async_wait([this, end, detail](const asio::error_code& failure) {
            if (!failure) finish(end, detail);
        });
    }

    // Whoever answers so is not the service, or it is not well.
    static bool is_no_verdict(const Json& status) {
        return status.is_number() && ((status >= 300 && status < 400) || status == 404 || status >= 500);
    }

    // The first end counts; from there on the client only says goodbye.
    void finish(ListeningEnd end, const std::string& detail) {
        if (std::exchange(finished_, true)) return;
        const bool is_early = end == ListeningEnd::interrupted && !connected_at_;
        listened_.end = is_early ? ListeningEnd::unreachable : end;
        listened_.detail = is_early ? "interrupted" : without_token(detail);
        listened_.transport = engineio::name_of(client_->session().transport());
        listened_.timings = client_->session().timings();
        if (connected_at_)
            listened_.duration =
                std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - *connected_at_);
        timer_.cancel();
        signals_.cancel();
        client_->close();
    }

    // A service may repeat what it was asked.
    std::string without_token(std::string text) const {
        if (token_.empty()) return text;
        constexpr std::string_view instead = "<token>";
        for (auto at = text.find(token_); at != std::string::npos;
             at = text.find(token_, at + instead.size()))
            text.replace(at, token_.size(), instead);
        return text;
    }

    const ServiceOptions& options_;
    const ListeningHandlers& handlers_;
    asio::io_context context_{1};
    asio::steady_timer timer_;
    asio::signal_set signals_;
    std::unique_ptr<transport::ServiceClient> client_;
    std::string token_;
    std::vector<socketio::EventReceived> early_;
    std::optional<std::chrono::steady_clock::time_point> connected_at_;
    bool finished_ = false;
    Listened listened_;
};

} // namespace

Result<Listened> listen_to(const ServiceOptions& options, const ListeningHandlers& handlers) {
    return Listening(options, handlers).run();
}

std::string for_people(const std::string& said) {
    return conformance::to_ascii(shortened(said, told_characters_max));
}

std::string describe(const Listened& listened) {
    switch (listened.end) {
        case ListeningEnd::enough: return "all was seen";
        case ListeningEnd::time_over: return "the time was over";
        case ListeningEnd::interrupted: return "interrupted";
        case ListeningEnd::refused: return "refused: " + for_people(listened.detail);
        case ListeningEnd::lost: return "the connection was lost: " + for_people(listened.detail);
        case ListeningEnd::unreachable: return "could not connect: " + for_people(listened.detail);
    }
    return "";
}

} // namespace chatmock::app
