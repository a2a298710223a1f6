#include "net/socket.hpp"

#include <unistd.h>

namespace chatmock::net {

void Socket::close() {
    if (is_open()) ::close(std::exchange(descriptor_, -1));
}

} // namespace chatmock::net
