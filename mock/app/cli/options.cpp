#include "app/cli/options.hpp"

#include <charconv>

namespace chatmock::app {

Result<HostPort> parse_host_port(const std::string& text, const std::string& flag) {
    const auto colon = text.rfind(':');
    HostPort parsed;
    bool valid = colon != std::string::npos && colon > 0;
    if (valid) {
        parsed.host = text.substr(0, colon);
        if (parsed.host.front() == '[' && parsed.host.back() == ']')
            parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
        const char* const last = text.data() + text.size();
        const auto [end, failure] = std::from_chars(text.data() + colon + 1, last, parsed.port);
        valid = failure == std::errc() && end == last && parsed.port >= 0 && parsed.port <= 65535;
    }
    if (valid) return parsed;
    return Error{ErrorCode::invalid_value,
                 flag + ": HOST:PORT was expected, such as 127.0.0.1:8090, \"" + text + "\" came"};
}

} // namespace chatmock::app
