#include "net/refusal_log.hpp"

#include <spdlog/spdlog.h>

namespace chatmock::net {

void RefusalLog::log(std::string_view sent, const std::string& address) {
    constexpr std::chrono::seconds pause{10};
    const auto now = std::chrono::steady_clock::now();
    if (now < silent_until_) return;
    silent_until_ = now + pause;
    spdlog::warn("a client at {} sent the {} port {}", address, port_, sent);
}

} // namespace chatmock::net
