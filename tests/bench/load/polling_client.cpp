#include "load/polling_client.hpp"

#include "load/failure.hpp"
#include "load/http.hpp"

#include <nlohmann/json.hpp>

namespace bench {

namespace {

constexpr char separator = '\x1e'; // between the packets of a body

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

} // namespace

PollingClient::PollingClient(Loop& loop, int port, std::string user, Tally& tally)
    : user_(std::move(user)), tally_(tally), stream_(port),
      target_("/socket.io/?EIO=4&transport=polling&jwt_token=" + user_) {
    loop.watch(stream_.descriptor(), *this);
    ask_next();
}

void PollingClient::on_readable() {
    bool answered = false;
    const auto take = [&](std::string_view bytes) -> std::size_t {
        const auto response = read_response(bytes);
        if (!response) return 0;
        if (response->status != 200 || response->closes)
            throw Failure(user_ + " polled and got: " + std::string(bytes));
        answered = true;
        take_body(response->body);
        return response->bytes;
    };
    if (!stream_.read(take)) throw Failure("the server has closed the connection of " + user_);
    if (answered) ask_next();
}

void PollingClient::take_body(std::string_view body) {
    if (body == "ok") return; // the answer to a POST
    while (!body.empty()) {
        const auto end = body.find(separator);
        take_packet(body.substr(0, end));
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    }
}

void PollingClient::take_packet(std::string_view packet) {
    if (starts_with(packet, "42")) {
        tally_.count_event(packet);
    } else if (starts_with(packet, "2")) {
        to_post_ = "3";
    } else if (starts_with(packet, "0")) {
        target_ += "&sid=" + nlohmann::json::parse(packet.substr(1)).at("sid").get<std::string>();
        to_post_ = "40";
    } else if (starts_with(packet, "40")) {
        ++tally_.joined;
    } else {
        throw Failure(user_ + " got: " + std::string(packet));
    }
}

void PollingClient::ask_next() {
    stream_.write(to_post_.empty() ? http_request("GET", target_) : http_request("POST", target_, to_post_));
    to_post_.clear();
}

} // namespace bench
