#include "control/idle_connections.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <filesystem>

namespace chatmock::control {

namespace {

int local_port_of(int descriptor) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in*>(&address)->sin_port);
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&address)->sin6_port);
    return 0;
}

} // namespace

void end_idle_connections(int port) {
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", failure)) {
        const int descriptor = std::atoi(entry.path().filename().c_str());
        if (local_port_of(descriptor) == port) shutdown(descriptor, SHUT_RDWR);
    }
}

} // namespace chatmock::control
