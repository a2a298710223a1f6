#include "app/listening/listening.hpp"

#include "app/cli/interruption.hpp"
#include "base/json/fields.hpp"
#include "conformance/wording.hpp"
#include "schema/wording.hpp"
#include "service/service_client.hpp"

#include <asio/post.hpp>

#include <algorithm>

namespace chatmock::app {

namespace {

// The default of socket.io-client.
constexpr Milliseconds connect_patience{20000};

// An interrupted verb ends within a second.
constexpr Milliseconds farewell_patience{600};

// Events before the acceptance are kept until then, as in socket.io-client.
constexpr std::size_t early_events_max = 1000;

constexpr std::size_t text_characters_max = 300;

// A token (RFC 9110, section 5.6.2).
bool is_header_name(const std::string& text) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                         "!#$%&'*+-.^_`|~";
    return !text.empty() && text.find_first_not_of(allowed) == std::string::npos;
}

Result<http::Headers> parse_headers(const std::vector<std::string>& lines) {
    http::Headers headers;
    for (const auto& line : lines) {
        const auto colon = line.find(':');
        const auto value = line.find_first_not_of(' ', colon == std::string::npos ? colon : colon + 1);
        const bool is_header = colon != std::string::npos && is_header_name(line.substr(0, colon)) &&
                               line.find_first_of("\r\n") == std::string::npos;
        if (!is_header) {
            return Error{ErrorCode::invalid_value,
                         "--header: expected NAME: VALUE, such as \"Origin: https://app.example.com\""};
        }
        headers.emplace_back(line.substr(0, colon), value == std::string::npos ? "" : line.substr(value));
    }
    return headers;
}

// Null if there is none.
Result<Json> parse_auth(const ServiceOptions& options) {
    if (options.auth.empty()) return Json();
    if (options.engineio_protocol == 3) {
        return Error{ErrorCode::invalid_value,
                     "--auth: expected --eio 4, got --eio 3: a CONNECT of Socket.IO 2 carries no payload; "
                     "put the credentials into the URL's query"};
    }
    auto json = parse_json(options.auth);
    if (json && json->is_object()) return json;
    // The value is a secret, so the message does not contain it.
    const auto got = json ? schema::type_of(*json) : "no JSON: " + json.error().message;
    return Error{ErrorCode::invalid_value,
                 "--auth: expected a JSON object such as {\"token\": \"T\"}, got " + got};
}

// Collects all texts in `json`.
void add_texts(const Json& json, std::vector<std::string>& texts) {
    if (json.is_string()) texts.push_back(json.get<std::string>());
    if (!json.is_structured()) return;
    for (const auto& each : json) add_texts(each, texts);
}

// Texts that no message may contain: the token, and the texts of --auth that are long enough to be secrets.
// Longer ones are first, as one may contain another.
std::vector<std::string> secrets_of(const service::ServiceClientSettings& settings) {
    constexpr std::size_t length_min = 4;
    std::vector<std::string> secrets;
    add_texts(settings.auth, secrets);
    const auto is_short = [](const std::string& text) { return text.size() < length_min; };
    secrets.erase(std::remove_if(secrets.begin(), secrets.end(), is_short), secrets.end());
    const std::string token(http::value_of(settings.engine.query, "jwt_token"));
    if (!token.empty()) secrets.push_back(token);
    std::sort(secrets.begin(), secrets.end(),
              [](const auto& one, const auto& other) { return one.size() > other.size(); });
    return secrets;
}

engineio::Transports transports_of(const std::string& name) {
    if (name == "polling") return engineio::Transports::polling;
    if (name == "websocket") return engineio::Transports::websocket;
    return engineio::Transports::upgrade;
}

Result<service::ServiceClientSettings> settings_of(const ServiceOptions& options) {
    auto url = service::parse_service_url(options.url);
    if (!url) return url.error();
    auto headers = parse_headers(options.headers);
    if (!headers) return headers.error();
    service::ServiceClientSettings settings;
    settings.engine.protocol =
        options.engineio_protocol == 3 ? engineio::Protocol::v3 : engineio::Protocol::v4;
    settings.engine.transports = transports_of(options.transport);
    settings.engine.path = url->path;
    settings.engine.query = url->query;
    if (!options.token.empty())
        settings.engine.query.emplace("jwt_token", options.token); // a token in the URL takes precedence
    auto auth = parse_auth(options);
    if (!auth) return auth.error();
    settings.auth = std::move(*auth);
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
        : options_(options), handlers_(handlers), timer_(context_), farewell_(context_) {}

    Result<Listened> run() {
        auto settings = settings_of(options_);
        if (!settings) return settings.error();
        listened_.service = settings->url.text();
        secrets_ = secrets_of(*settings);
        auto made = service::ServiceClient::make(context_, std::move(*settings),
                                                 [this](const auto& event) { take_any(event); });
        if (!made) return made.error();
        client_ = std::move(*made);
        const Interruption interruption([this] { asio::post(context_, [this] { interrupt(); }); });
        wait(connect_patience, ListeningEnd::unreachable,
             "expected an acceptance within " + std::to_string(connect_patience.count() / 1000) +
                 " s, got none");
        client_->start();
        context_.run();
        return std::move(listened_);
    }

private:
    // Leaves with all packets, if the service reads them in time.
    void interrupt() {
        finish(ListeningEnd::interrupted, "");
        farewell_.expires_after(farewell_patience);
        farewell_.async_wait([this](const asio::error_code& failure) {
            if (!failure) context_.stop();
        });
    }

    // After finish(), only Ended matters.
    void take_any(const socketio::ClientEvent& event) {
        if (finished_ && !std::holds_alternative<socketio::Ended>(event)) return;
        std::visit([this](const auto& each) { take(each); }, event);
    }

    void take(const socketio::Opened&) {}
    void take(const socketio::Upgraded&) {}

    void take(const socketio::Connected& connected) {
        if (connected_at_) return;
        recovery_ = connected.recovery;
        listened_.recovery = recovery_ == socketio::Recovery::on;
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
        const auto shown_status = "got HTTP status " + to_text(status);
        if (is_inconclusive(status)) {
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
            hear({event, std::nullopt});
        } else if (early_.size() < early_events_max) {
            early_.push_back(event);
        }
    }

    void hear(HeardEvent heard) {
        heard.offset = socketio::take_offset(heard.event, recovery_);
        listened_.recovery = listened_.recovery || heard.offset;
        if (handlers_.event(heard)) finish(ListeningEnd::enough, "");
    }

    void take(const socketio::Disconnected&) { finish(ListeningEnd::lost, "io server disconnect"); }

    void take(const socketio::Ended& ended) {
        auto detail = std::string(ended.reason) + (ended.detail.empty() ? "" : ": " + ended.detail);
        if (!connected_at_ && ended.reason == engineio::close_reason::parse_error) detail += other_revision();
        finish(connected_at_ ? ListeningEnd::lost : ListeningEnd::unreachable, detail);
        timer_.cancel();
        farewell_.cancel();
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

    // Such an answer is not from the service, or the service is not healthy.
    static bool is_inconclusive(const Json& status) {
        return status.is_number() && ((status >= 300 && status < 400) || status == 404 || status >= 500);
    }

    // Only the first end counts; afterwards the client only disconnects.
    void finish(ListeningEnd end, const std::string& detail) {
        if (std::exchange(finished_, true)) return;
        const bool is_early = end == ListeningEnd::interrupted && !connected_at_;
        listened_.end = is_early ? ListeningEnd::unreachable : end;
        listened_.detail = is_early ? "interrupted" : without_secrets(detail);
        listened_.transport = engineio::name_of(client_->session().transport());
        listened_.timings = client_->session().timings();
        if (connected_at_)
            listened_.duration =
                std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - *connected_at_);
        timer_.cancel();
        client_->close();
    }

    // A service may repeat what the client sent: removes secrets.
    std::string without_secrets(std::string text) const {
        constexpr std::string_view instead = "<token>";
        for (const auto& secret : secrets_) {
            for (auto at = text.find(secret); at != std::string::npos;
                 at = text.find(secret, at + instead.size()))
                text.replace(at, secret.size(), instead);
        }
        return text;
    }

    const ServiceOptions& options_;
    const ListeningHandlers& handlers_;
    asio::io_context context_{1};
    asio::steady_timer timer_;
    asio::steady_timer farewell_;
    std::unique_ptr<service::ServiceClient> client_;
    std::vector<std::string> secrets_;
    std::vector<socketio::EventReceived> early_;
    socketio::Recovery recovery_ = socketio::Recovery::off;
    std::optional<std::chrono::steady_clock::time_point> connected_at_;
    bool finished_ = false;
    Listened listened_;
};

} // namespace

Result<Listened> listen_to(const ServiceOptions& options, const ListeningHandlers& handlers) {
    return Listening(options, handlers).run();
}

std::string for_people(const std::string& said) {
    return conformance::to_ascii(shortened(said, text_characters_max));
}

std::string describe(const Listened& listened) {
    switch (listened.end) {
        case ListeningEnd::enough: return "all expected events were seen";
        case ListeningEnd::time_over: return "the time is over";
        case ListeningEnd::interrupted: return "interrupted";
        case ListeningEnd::refused: return "refused: " + for_people(listened.detail);
        case ListeningEnd::lost: return "the connection was lost: " + for_people(listened.detail);
        case ListeningEnd::unreachable: return "could not connect: " + for_people(listened.detail);
    }
    return "";
}

} // namespace chatmock::app
