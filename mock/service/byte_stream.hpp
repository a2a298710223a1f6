// One TCP connection to a service, with TLS or without: bytes both ways. The thread of its io_context alone
// uses it.
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

// Whom to trust.
struct TlsSettings {
    std::string ca_file;   // instead of the machine's certificates; empty where those are meant
    bool insecure = false; // trusts anybody
};

// Shared by all streams of a client; fails with `unreadable_file` where the certificates cannot be read.
Result<std::shared_ptr<asio::ssl::context>> make_tls_context(const TlsSettings& settings);

class ByteStream {
public:
    // Called from the io_context, never from within a call; none once it was closed here.
    struct Handlers {
        std::function<void(std::string_view bytes)> received;
        std::function<void(const std::string& detail)>
            ended; // by the other side, or it never came to be; once
    };

    virtual ~ByteStream() = default;

    // Waits for the connection where it is not there yet. Who does not read what is written has ended.
    virtual void write(std::string bytes) = 0;

    // Ends it when all was written, at the latest after a second; at once where there is no connection yet.
    virtual void close_after_writing() = 0;
    virtual void close() = 0; // at once
};

// Connects at once. Without a TLS context it is plain TCP.
std::shared_ptr<ByteStream> connect_stream(asio::io_context& context, const std::string& host, int port,
                                           std::shared_ptr<asio::ssl::context> tls,
                                           ByteStream::Handlers handlers);

} // namespace chatmock::service
