// The addresses of a host. The system's look-up cannot be called off, so it runs on a thread that nobody
// waits for: a client that closes, or a program that ends, leaves it behind.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace chatmock::service {

bool is_address(const std::string& host);

class NameLookup {
public:
    using Endpoints = std::vector<asio::ip::tcp::endpoint>;
    using Found = std::function<void(const asio::error_code& failure, const Endpoints& endpoints)>;

    NameLookup() = default;
    ~NameLookup() { cancel(); }
    NameLookup(const NameLookup&) = delete;
    NameLookup& operator=(const NameLookup&) = delete;

    // Once. Calls `found` from the context, which keeps running until then. An address needs no look-up.
    void start(asio::io_context& context, const std::string& host, int port, Found found);

    // From here on `found` is not called. The context's thread only.
    void cancel();

private:
    struct Search;
    std::shared_ptr<Search> search_;
};

} // namespace chatmock::service
