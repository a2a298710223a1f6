// The delivery of one event to one recipient. Faults change it; the result is then performed.
#pragma once

#include "base/json/json.hpp"
#include "base/time.hpp"
#include "policy/faults/disconnect_as.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

struct Dispatch {
    std::string_view packet; // its Socket.IO packet, while faults apply
    std::size_t copies = 1;  // 0 if it is dropped
    Milliseconds delay{0};
    std::optional<std::uint64_t> bytes_per_second; // it takes the time that its bytes need, in order
    bool behind_next = false;                      // it is sent after the recipient's next event
    std::vector<std::function<void(std::string&)>>
        damages;                        // applied to the text of its Socket.IO packet, in order
    std::optional<DisconnectAs> before; // the recipient is disconnected instead of getting it
    bool torn = false;                  // half of it is sent, then the connection is reset
    std::optional<DisconnectAs> after;
};

} // namespace chatmock::policy
