// How one event travels to one recipient. Faults change it; what they left is then carried out.
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
    std::string_view packet; // its Socket.IO packet, while faults strike
    std::size_t copies = 1;  // none where it is dropped
    Milliseconds delay{0};
    std::optional<std::uint64_t> bytes_per_second;          // it takes as long as its bytes need, in order
    bool behind_next = false;                               // it leaves after the recipient's next event
    std::vector<std::function<void(std::string&)>> damages; // of the text of its Socket.IO packet, in order
    std::optional<DisconnectAs> before; // the recipient is disconnected, and it never leaves
    bool torn = false;                  // half of it leaves, then the connection is reset
    std::optional<DisconnectAs> after;
};

} // namespace chatmock::policy
