// Counts the buffers that wait to be written, for all connections together: a shared buffer counts once,
// until no connection holds it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace chatmock::transport {

// In bytes. Above it, the connections with the largest queues are closed.
constexpr std::size_t kept_bytes_max = 256 * 1024 * 1024;

class KeptBytes {
public:
    std::shared_ptr<const std::string> keep(std::string bytes) {
        auto kept = std::make_shared<const Kept>(std::move(bytes), amount_);
        const std::string* const held = &kept->bytes;
        return {std::move(kept), held};
    }

    std::size_t amount() const { return *amount_; }
    bool are_too_many() const { return *amount_ > kept_bytes_max; }

private:
    struct Kept {
        Kept(std::string bytes_, std::shared_ptr<std::size_t> amount_)
            : bytes(std::move(bytes_)), amount(std::move(amount_)) {
            *amount += bytes.size();
        }
        Kept(const Kept&) = delete;
        Kept& operator=(const Kept&) = delete;
        ~Kept() { *amount -= bytes.size(); }

        std::string bytes;
        std::shared_ptr<std::size_t> amount;
    };

    std::shared_ptr<std::size_t> amount_ = std::make_shared<std::size_t>(0);
};

} // namespace chatmock::transport
