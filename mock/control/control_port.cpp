#include "control/control_port.hpp"

#include "control/idle_connections.hpp"
#include "control/journal_stream.hpp"
#include "control/pending_answers.hpp"
#include "control/render.hpp"
#include "control/worker_pool.hpp"

#include <httplib.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

namespace chatmock::control {

namespace {

// A call that waits holds its thread, and so does an idle connection: there are as many as a process
// usually has descriptors, so that others are still answered.
constexpr std::size_t workers_max = 4 * runtime::Mailbox::waiting_max;

// Many, as connecting anew is slow; then the thread is another connection's, should one wait for it.
constexpr std::size_t calls_a_connection_max = 10000;

// How long a stop waits for answers that their clients do not take.
constexpr Milliseconds stop_patience{1000};

constexpr const char* json_type = "application/json";
constexpr const char* json_lines_type = "application/jsonl";

// A request without a length has no body, though its method may have one: `curl -X POST` sends such.
bool has_body(const httplib::Request& request) {
    const auto length = request.get_header_value("Content-Length");
    return request.has_header("Transfer-Encoding") || (!length.empty() && length != "0");
}

bool is_too_large(const std::string& body) { return body.size() > ControlPort::body_bytes_max; }

// Reads the body whatever it is, so that the connection can go on with its next request; but keeps no
// more of it than shows that it is too large. The library only holds a declared length to the limit.
bool read_body(const httplib::Request& request, const httplib::ContentReader& read, std::string& body) {
    if (!has_body(request)) return true;
    if (request.is_multipart_form_data()) {
        return read([](const auto&) { return true; }, [](const char*, std::size_t) { return true; });
    }
    return read([&body](const char* bytes, std::size_t size) {
        if (!is_too_large(body)) body.append(bytes, size);
        return true;
    });
}

Result<Json> json_of(const httplib::Request& request, const std::string& body) {
    if (!has_body(request)) return Json::object();
    const auto type = request.get_header_value("Content-Type");
    if (type.compare(0, std::strlen(json_type), json_type) != 0) {
        return Error{ErrorCode::not_json, "a body of content-type application/json was expected, " +
                                              (type.empty() ? "none" : "\"" + type + "\"") + " came"};
    }
    return parse_json(body);
}

// Large ones are not copied.
void set_body(std::string body, const char* type, httplib::Response& response) {
    response.set_content("", type);
    response.body = std::move(body);
}

void write_error(const Error& error, httplib::Response& response) {
    response.status = http_status_of(error.code);
    set_body(to_text(to_json(error)) + "\n", json_type, response);
}

void write_reply(core::Reply reply, bool as_lines, httplib::Response& response) {
    response.status = reply.status;
    if (!reply.lines.empty()) set_body(std::move(reply.lines), json_lines_type, response);
    else if (as_lines) set_body(to_json_lines(reply.body), json_lines_type, response);
    else set_body(text_of(std::move(reply)) + "\n", json_type, response);
}

Error body_too_large() {
    return {ErrorCode::body_too_large, "a body of at most " + std::to_string(ControlPort::body_bytes_max) +
                                           " bytes was expected, a larger one came"};
}

// What the library answers on its own, in our words.
Error error_of(const httplib::Request& request, int status) {
    if (status == http_status_of(ErrorCode::body_too_large)) return body_too_large();
    if (status >= 500) return {ErrorCode::internal, "the request to " + request.path + " failed"};
    return {ErrorCode::malformed_json, "the request is no HTTP request that this port understands"};
}

} // namespace

class ControlPort::Impl {
public:
    Impl(runtime::Mailbox& mailbox, Facts facts)
        : mailbox_(mailbox), facts_(std::move(facts)), streams_(mailbox) {
        server_.new_task_queue = [] { return new WorkerPool(workers_max); };
        server_.set_payload_max_length(body_bytes_max);
        server_.set_tcp_nodelay(true);
        server_.set_keep_alive_max_count(calls_a_connection_max);
        server_.set_logger([this](const auto&, const auto&) { pending_answers_.end(); });
        // The library's own choice, SO_REUSEPORT, would let two servers share one port unnoticed.
        server_.set_socket_options([this](socket_t socket) {
            const int yes = 1;
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
            listening_ = socket;
        });
        server_.set_exception_handler(
            [](const httplib::Request& request, httplib::Response& response, const std::exception_ptr&) {
                write_error(error_of(request, 500), response);
            });
        server_.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
            if (response.body.empty()) {
                const auto error = error_of(request, response.status);
                set_body(to_text(to_json(error)) + "\n", json_type, response);
            }
        });
        const auto bare = [this](const httplib::Request& request, httplib::Response& response) {
            answer(request, "", response);
        };
        const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                      const httplib::ContentReader& read) {
            std::string body;
            if (read_body(request, read, body)) answer(request, body, response);
            else write_error(error_of(request, response.status), response);
        };
        server_.Get(".*", bare).Options(".*", bare);
        server_.Post(".*", with_body).Put(".*", with_body).Patch(".*", with_body).Delete(".*", with_body);
    }

    ~Impl() { stop(); }

    Result<int> bind(const std::string& host, int port) {
        errno = 0;
        const int bound =
            port == 0 ? server_.bind_to_any_port(host) : (server_.bind_to_port(host, port) ? port : -1);
        if (bound > 0) {
            listen(listening_,
                   SOMAXCONN); // again: the library's backlog of 5 stalls clients that come at once
            return port_ = bound;
        }
        return Error{ErrorCode::port_unavailable, "the control port cannot listen on " + host + ":" +
                                                      std::to_string(port) + ": " + std::strerror(errno)};
    }

    void start() {
        thread_ = std::thread([this] {
            server_.listen_after_bind();
            has_ended_ = true;
        });
        while (!server_.is_running() && !has_ended_) std::this_thread::yield();
    }

    void stop() {
        if (!thread_.joinable()) return;
        server_.stop();
        pending_answers_.wait_for_none(stop_patience); // none is written once its connection was ended
        end_idle_connections(port_);                   // the library would wait out their keep-alive
        thread_.join();
    }

private:
    void answer(const httplib::Request& request, const std::string& text, httplib::Response& response) {
        pending_answers_.begin();
        auto call = call_in(request, text);
        if (!call) return write_error(call.error(), response);
        auto asked = ask(*call, facts_, request.get_header_value("Last-Event-ID"));
        if (!asked) return write_error(asked.error(), response);
        if (auto* follow = std::get_if<core::FollowJournal>(&asked->what)) {
            const auto begun = streams_.begin(std::move(*follow), response);
            if (!begun) write_error(begun.error(), response);
            return;
        }
        if (const auto* document = std::get_if<Document>(&asked->what)) {
            response.set_content(document->text.data(), document->text.size(), document->type);
            return;
        }
        auto reply = reply_to(std::move(*asked), std::move(*call));
        if (!reply) return write_error(reply.error(), response);
        const bool as_lines =
            reply->body.contains("entries") && request.get_header_value("Accept") == json_lines_type;
        write_reply(std::move(*reply), as_lines, response);
    }

    static Result<core::HttpCall> call_in(const httplib::Request& request, const std::string& text) {
        core::HttpCall call{request.method == "HEAD" ? "GET" : request.method, request.path};
        if (const auto found = find_route(call.method, call.path); !found) return found.error();
        if (is_too_large(text)) return body_too_large();
        auto body = json_of(request, text);
        if (!body) return body.error();
        call.body = std::move(*body);
        for (const auto& [name, value] : request.params) call.query[name] = value;
        return call;
    }

    Result<core::Reply> reply_to(Asked asked, core::HttpCall call) {
        if (auto* reply = std::get_if<core::Reply>(&asked.what)) return std::move(*reply);
        return mailbox_.call(std::move(std::get<core::Command>(asked.what)), asked.patience,
                             std::make_shared<const core::HttpCall>(std::move(call)));
    }

    runtime::Mailbox& mailbox_;
    Facts facts_;
    JournalStreams streams_;
    httplib::Server server_;
    PendingAnswers pending_answers_;
    socket_t listening_ = INVALID_SOCKET;
    std::thread thread_;
    std::atomic<bool> has_ended_ = false;
    int port_ = 0;
};

ControlPort::ControlPort(runtime::Mailbox& mailbox, Facts facts)
    : impl_(std::make_unique<Impl>(mailbox, std::move(facts))) {}
ControlPort::~ControlPort() = default;

Result<int> ControlPort::bind(const std::string& host, int port) { return impl_->bind(host, port); }
void ControlPort::start() { impl_->start(); }
void ControlPort::stop() { impl_->stop(); }

} // namespace chatmock::control
