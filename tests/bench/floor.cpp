// The floor: what sending one event to many WebSockets costs at the least. It shakes hands as it must, lets
// everyone in, and on POST /events/NewMessage does nothing but send() one ready frame to each, one after the
// other, `repeat` times. It has no heartbeats, no rooms, no polling; `to` is always everyone.
//
//   bench_floor FIXTURE
#include "load/descriptor.hpp"
#include "load/failure.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <fstream>
#include <iostream>
#include <map>

namespace {

using bench::Descriptor;
using bench::system_failure;

std::string unmasked_text_frame(const std::string& text) {
    constexpr std::size_t short_length_max = 125;
    constexpr std::size_t two_byte_length_max = 0xffff;
    if (text.size() > two_byte_length_max) throw bench::Failure("the fixture is too long for the floor");
    std::string frame = "\x81";
    if (text.size() > short_length_max) {
        frame += '\x7e'; // the length follows in two bytes
        frame += static_cast<char>(text.size() >> 8U);
    }
    frame += static_cast<char>(text.size());
    return frame + text;
}

// RFC 6455, section 4.2.2.
std::string accepted(const std::string& key) {
    const std::string salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
    std::array<unsigned char, 2UL * SHA_DIGEST_LENGTH> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
    return {encoded.begin(), encoded.begin() + length};
}

// The header's value as the load client writes it.
std::string header(const std::string& head, const std::string& name) {
    const auto at = head.find(name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 2;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

// Blocking: a bare loop of send() waits for a reader that is behind.
void send_all(int descriptor, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto count = send(descriptor, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count < 0) return; // it has left, and is noticed when it is read
        sent += static_cast<std::size_t>(count);
    }
}

struct Listener {
    Descriptor socket;
    int port = 0;
};

Listener listen_on_free_port() {
    Listener listener{Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (bind(listener.socket.number(), generic, size) != 0 ||
        listen(listener.socket.number(), SOMAXCONN) != 0 ||
        getsockname(listener.socket.number(), generic, &size) != 0)
        throw system_failure("listening");
    listener.port = ntohs(address.sin_port);
    return listener;
}

class Floor {
public:
    explicit Floor(const std::string& event) : event_frame_(unmasked_text_frame("42" + event)) {
        watch(sockets_.socket.number());
        watch(control_.socket.number());
    }

    int socket_port() const { return sockets_.port; }
    int control_port() const { return control_.port; }

    void run() {
        std::array<epoll_event, 256> events{};
        for (;;) {
            const int count = epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) take(events.at(static_cast<std::size_t>(i)).data.fd);
        }
    }

private:
    struct Peer {
        Descriptor socket;
        bool controls = false;
        bool upgraded = false;
        bool joined = false;
        std::string received;
    };

    void watch(int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        if (epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &event) != 0)
            throw system_failure("epoll_ctl");
    }

    void take(int descriptor) {
        if (descriptor == sockets_.socket.number() || descriptor == control_.socket.number())
            return accept_from(descriptor);
        auto& peer = peers_.at(descriptor);
        std::array<char, 4096> bytes{};
        const auto count = recv(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count <= 0) {
            peers_.erase(descriptor);
            return;
        }
        peer.received.append(bytes.data(), static_cast<std::size_t>(count));
        if (peer.controls) take_call(peer);
        else if (peer.upgraded) take_frame(peer);
        else take_upgrade(peer);
    }

    void accept_from(int listener) {
        Descriptor socket(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket.is_open()) return;
        const int number = socket.number();
        const int yes = 1;
        setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        watch(number);
        auto& peer = peers_[number];
        peer.socket = std::move(socket);
        peer.controls = listener == control_.socket.number();
    }

    static void take_upgrade(Peer& peer) {
        if (peer.received.find("\r\n\r\n") == std::string::npos) return;
        send_all(peer.socket.number(),
                 "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Accept: " +
                     accepted(header(peer.received, "Sec-WebSocket-Key")) + "\r\n\r\n" +
                     unmasked_text_frame(R"(0{"sid":"floor","upgrades":[],"pingInterval":25000,)"
                                         R"("pingTimeout":20000,"maxPayload":1000000})"));
        peer.upgraded = true;
        peer.received.clear();
    }

    // The first is the CONNECT; clients of the floor have nothing else to say.
    static void take_frame(Peer& peer) {
        if (!peer.joined) send_all(peer.socket.number(), unmasked_text_frame(R"(40{"sid":"floor"})"));
        peer.joined = true;
        peer.received = {};
    }

    void take_call(Peer& peer) {
        const auto blank = peer.received.find("\r\n\r\n");
        if (blank == std::string::npos) return;
        const auto length = header(peer.received, "Content-Length");
        const auto body = peer.received.substr(blank + 4);
        if (!length.empty() && body.size() < std::stoul(length)) return;
        if (peer.received.compare(0, 4, "POST") == 0) send_to_all(body.empty() ? "{}" : body);
        peer.received.clear();
        send_all(peer.socket.number(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    }

    void send_to_all(const std::string& body) {
        const auto repeat = nlohmann::json::parse(body).value("repeat", 1);
        for (int i = 0; i < repeat; ++i) {
            for (const auto& [number, peer] : peers_) {
                if (peer.joined) send_all(number, event_frame_);
            }
        }
    }

    Descriptor epoll_{epoll_create1(EPOLL_CLOEXEC)};
    Listener sockets_ = listen_on_free_port();
    Listener control_ = listen_on_free_port();
    std::string event_frame_;
    std::map<int, Peer> peers_;
};

nlohmann::ordered_json json_in(const char* path) {
    std::ifstream file(path);
    return nlohmann::ordered_json::parse(file);
}

std::string url(const std::string& scheme, int port) {
    return scheme + "://127.0.0.1:" + std::to_string(port);
}

} // namespace

int main(int argc, char** argv) try {
    if (argc != 2) throw bench::Failure("bench_floor FIXTURE");
    Floor floor(nlohmann::ordered_json{"NewMessage", json_in(argv[1])}.dump());
    std::cout << nlohmann::json{{"socket", url("ws", floor.socket_port())},
                                {"control", url("http", floor.control_port())}}
              << std::endl;
    floor.run();
} catch (const std::exception& failure) {
    std::cerr << failure.what() << std::endl;
    return 1;
}
