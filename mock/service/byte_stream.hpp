// One TCP connection to a service, with or without TLS. Used only on the thread of its io_context.
#pragma once

#include "base/result.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace asio::ssl {
class context;
}

namespace chatmock::service {

// The trusted certificates.
struct TlsSettings {
    std::string ca_file;   // replaces the machine's certificates, if not empty
    bool insecure = false; // accepts any certificate
};

// Shared by all streams of a client; fails with `unreadable_file` if the certificates cannot be read.
Result<std::shared_ptr<asio::ssl::context>> make_tls_context(const TlsSettings& settings);

class ByteStream {
public:
    // Called from the io_context, never during a call; not called after close().
    struct Handlers {
        std::function<void(std::string_view bytes)> received;
        std::function<void(const std::string& detail)>
            ended; // by the other side, or the connection failed; called once
    };

    virtual ~ByteStream() = default;

    // Queues bytes until the connection is open. A peer that stops reading is disconnected.
    virtual void write(std::string bytes) = 0;

    // Closes when all bytes are written, or after a second; at once if the connection is not open yet.
    virtual void close_after_writing() = 0;
    virtual void close() = 0; // closes at once
};

// Starts to connect at once. Without a TLS context it uses plain TCP.
std::shared_ptr<ByteStream> connect_stream(asio::io_context& context, const std::string& host, int port,
                                           std::shared_ptr<asio::ssl::context> tls,
                                           ByteStream::Handlers handlers);

} // namespace chatmock::service
