#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

namespace {

constexpr std::int64_t copies_max = 100; // of one event to one client, by all faults together

} // namespace

// "copies": the number that is sent, 2 by default.
Strike read_duplicate(Fields& fields) {
    const auto copies = static_cast<std::size_t>(fields.integer("copies", 2, 2, copies_max));
    return [copies](Draw&, Dispatch& dispatch) {
        dispatch.copies = std::min<std::size_t>(dispatch.copies * copies, copies_max);
        return Json{{"copies", copies}};
    };
}

} // namespace chatmock::policy
