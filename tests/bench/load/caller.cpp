#include "load/caller.hpp"

#include "load/failure.hpp"
#include "load/http.hpp"

namespace bench {

void Caller::ask(std::string_view method, std::string_view path, std::string_view body) {
    if (!stream_) {
        stream_.emplace(port_);
        loop_.watch(stream_->descriptor(), *this);
    }
    stream_->write(http_request(method, path, body));
    waiting_ = true;
}

void Caller::await_answer() {
    loop_.run_until([this] { return !waiting_; }, [] { return "a control call has no answer"; });
}

void Caller::on_readable() {
    bool closes = false;
    const auto take = [&](std::string_view bytes) -> std::size_t {
        const auto response = read_response(bytes);
        if (!response) return 0;
        if (response->status / 100 != 2) throw Failure("a control call was answered: " + std::string(bytes));
        closes = response->closes;
        waiting_ = false;
        return response->bytes;
    };
    const bool open = stream_->read(take);
    if (!open && waiting_) throw Failure("the server has closed the connection of a control call");
    if (!open || closes) stream_.reset();
}

} // namespace bench
