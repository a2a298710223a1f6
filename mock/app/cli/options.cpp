#include "app/cli/options.hpp"

#include "base/text/digits.hpp"

namespace chatmock::app {

Result<HostPort> parse_host_port(const std::string& text, const std::string& flag) {
    const auto colon = text.rfind(':');
    HostPort parsed;
    bool valid = colon != std::string::npos && colon > 0;
    if (valid) {
        parsed.host = text.substr(0, colon);
        if (parsed.host.front() == '[' && parsed.host.back() == ']')
            parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
        parsed.port = number_in<int>(std::string_view(text).substr(colon + 1)).value_or(-1);
        valid = parsed.port >= 0 && parsed.port <= 65535;
    }
    if (valid) return parsed;
    return Error{ErrorCode::invalid_value,
                 flag + ": expected HOST:PORT, such as 127.0.0.1:8090, got \"" + text + "\""};
}

} // namespace chatmock::app
