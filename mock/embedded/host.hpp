// The host: the program that runs the mock as a WebAssembly module. These functions are its services; for
// Node.js they are in clients/js/src/in_process/.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The functions that the host provides. A line is a connection, by the number that the host gave it.
extern "C" {

// Answers a question, a JSON object whose member `ask` names it; binary texts in it are base64. The host
// writes the answer's bytes into the buffer that chatmock_reply() returns. Returns 0, or an error of that
// question.
std::int32_t host_ask(const char* question, std::size_t size, std::string* reply);

// Asks it to listen on a port: 0 is the one for clients, 1 the control port.
void host_listen(std::int32_t port, const char* host, std::size_t size, std::int32_t number);

// Stops accepting.
void host_stop_listening(std::int32_t port);

// Sends the bytes. 1 if the system has taken them all; else chatmock_drained() follows.
std::int32_t host_write(std::int32_t line, const char* bytes, std::size_t size);

// 1 stops the reading of the line, 0 continues it.
void host_pause(std::int32_t line, std::int32_t is_paused);

// Closes the sending side after the written bytes. The peer may still send.
void host_shut_down(std::int32_t line);

// Closes the line, or resets it. It is the last call for this line.
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
