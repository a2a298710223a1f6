#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

// "bytes_per_second": an event arrives after the time that its bytes, and those before it, need at this rate.
Strike read_slow(Fields& fields) {
    fields.require("bytes_per_second");
    const auto rate = static_cast<std::uint64_t>(fields.integer("bytes_per_second", 1, 1));
    return [rate](Draw&, Dispatch& dispatch) {
        dispatch.bytes_per_second = std::min(rate, dispatch.bytes_per_second.value_or(rate));
        return Json{{"bytes_per_second", rate}};
    };
}

} // namespace chatmock::policy
