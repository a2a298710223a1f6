#include "load/stream.hpp"

#include "load/failure.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace bench {

namespace {

// Shared by all connections; larger than the largest answer, which lists every recipient.
constexpr std::size_t buffer_bytes = 16UL * 1024 * 1024;

// Zero-initialized by the system: filling it would count as the first client's time.
std::array<char, buffer_bytes> buffer;

void set_option(int descriptor, int level, int name, const void* value, socklen_t size) {
    if (setsockopt(descriptor, level, name, value, size) != 0) throw system_failure("setsockopt");
}

} // namespace

Stream::Stream(int port) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (!descriptor_.is_open()) throw system_failure("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw system_failure("connecting to port " + std::to_string(port));
    const int yes = 1;
    set_option(descriptor(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // Closing resets the connection, so thousands of them leave no port in use for the next run.
    const linger reset{1, 0};
    set_option(descriptor(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

void Stream::write(std::string_view bytes) {
    const auto count = send(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) throw system_failure("send");
    if (static_cast<std::size_t>(count) != bytes.size())
        throw Failure("send: " + std::to_string(count) + " of " + std::to_string(bytes.size()) + " bytes");
}

bool Stream::read(const std::function<std::size_t(std::string_view)>& take) {
    if (rest_.size() == buffer.size()) throw Failure("the server's packets are too long");
    std::copy(rest_.begin(), rest_.end(), buffer.begin());
    const auto count =
        recv(descriptor(), buffer.data() + rest_.size(), buffer.size() - rest_.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno == ECONNRESET)) return false;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return true;
    if (count < 0) throw system_failure("recv");
    const std::string_view all(buffer.data(), rest_.size() + static_cast<std::size_t>(count));
    rest_.assign(all.substr(take(all)));
    return true;
}

} // namespace bench
