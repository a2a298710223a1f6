#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

Strike read_reorder(Fields&) {
    return [](Draw&, Dispatch& dispatch) {
        dispatch.behind_next = true;
        return Json::object();
    };
}

} // namespace chatmock::policy
