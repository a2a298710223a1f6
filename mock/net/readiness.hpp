// Reports when sockets can continue: an epoll set of its own, which Asio's loop watches as one descriptor.
// Asio asks the kernel at each wait for each socket; here a socket is added once, and takes less memory.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/basic_stream_descriptor.hpp>

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <system_error>

namespace chatmock::net {

struct SocketEvents {
    bool readable = false;
    bool writable = false;
    bool cuts_reads = false; // an end, a failure or urgent data: more may follow a short read
    bool failed = false;     // an error, or both sides have finished; unread bytes may be left
};

class Watched {
public:
    virtual ~Watched() = default;

    // After a change of the socket: all that is true of it now.
    virtual void on_events(const SocketEvents& events) = 0;
};

// All calls are on the context's thread.
class Readiness {
public:
    // The context outlives this object, and this object outlives all that it watches. Throws
    // std::system_error if the process has no descriptor left.
    explicit Readiness(asio::io_context& context);
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    // Calls on_events() in a later turn of the loop, and after each change, until remove(). Fails if the
    // system refuses: it bounds the watched sockets of a user.
    std::error_code add(int socket, Watched& watched);

    // Calls on_events() once more in a later turn, if any event is true of the socket.
    void ask_again(int socket, Watched& watched);

    // The socket must be closed next, which ends the kernel's reports.
    void remove(const Watched& watched);

private:
    void wait();
    void report();

    asio::posix::basic_stream_descriptor<asio::io_context::executor_type> set_;
    std::array<epoll_event, 128> events_{}; // of one report; those of a removed socket are blank
    std::size_t count_ = 0;                 // of them
};

} // namespace chatmock::net
