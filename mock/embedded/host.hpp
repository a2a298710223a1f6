// The program that runs the mock as a module: its services and its answers. Those of Node.js are in
// clients/js/src/in_process/.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The functions that the host provides. A line is a connection, by the number that the host gave it.
extern "C" {

// Answers a question, an object with the member `ask`; binary texts in it are base64. The answer's bytes go
// into the room that chatmock_reply() makes. Returns 0, or a number of the error that the question can have.
std::int32_t host_ask(const char* question, std::size_t size, std::string* reply);

// Asks it to listen on a port: 0 is the one for clients, 1 the control port.
void host_listen(std::int32_t port, const char* host, std::size_t size, std::int32_t number);

// Stops accepting.
void host_stop_listening(std::int32_t port);

// Sends the bytes. 1 if the system has taken them all; else chatmock_drained() follows.
std::int32_t host_write(std::int32_t line, const char* bytes, std::size_t size);

// No bytes are wanted until it is called again with 0.
void host_pause(std::int32_t line, std::int32_t is_paused);

// The last bytes are written; the peer's may still come.
void host_shut_down(std::int32_t line);

// The line's last call.
void host_close(std::int32_t line, std::int32_t is_reset);

// The mock has ended.
void host_exit(std::int32_t code);

// An exception has ended the mock: the module cannot be used any more.
void host_failed(const char* message, std::size_t size);
}

namespace chatmock::embedded {

struct Reply {
    std::int32_t code = 0;
    std::string bytes;
};

// `details` is an object, or null.
Reply ask_host(const char* question, Json details = nullptr);

// Of a reply that is JSON.
Json json_of(const Reply& reply);

} // namespace chatmock::embedded
