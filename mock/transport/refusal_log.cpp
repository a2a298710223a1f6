#include "transport/refusal_log.hpp"

#include <spdlog/spdlog.h>

namespace chatmock::transport {

void RefusalLog::tell(const HttpFault& fault, const std::string& address) {
    constexpr std::chrono::seconds pause{10};
    const auto now = std::chrono::steady_clock::now();
    if (!fault.is_other_protocol || now < silent_until_) return;
    silent_until_ = now + pause;
    spdlog::warn("a client at {} sent the {} port {}", address, port_, fault.reason);
}

} // namespace chatmock::transport
