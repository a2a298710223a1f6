#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

// "copies": the number that is sent, 2 by default.
Strike read_duplicate(Fields& fields) {
    constexpr std::int64_t copies_max = 100;
    const auto copies = static_cast<std::size_t>(fields.integer("copies", 2, 2, copies_max));
    return [copies](Draw&, Dispatch& dispatch) {
        dispatch.copies = std::min<std::size_t>(dispatch.copies * copies, copies_max);
        return Json{{"copies", copies}};
    };
}

} // namespace chatmock::policy
