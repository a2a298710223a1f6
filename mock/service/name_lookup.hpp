// Looks up a host's addresses. The system's lookup cannot be cancelled, so it runs on a detached thread: a
// client that closes, or a program that ends, abandons it.
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

    // Call once. Calls `found` on the context, which must run until then. An IP address needs no lookup.
    void start(asio::io_context& context, const std::string& host, int port, Found found);

    // `found` is not called afterwards. Call on the context's thread only.
    void cancel();

private:
    struct Search;
    std::shared_ptr<Search> search_;
};

} // namespace chatmock::service
