#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

Strike read_drop(Fields&) {
    return [](Draw&, Dispatch& dispatch) {
        dispatch.copies = 0;
        return Json::object();
    };
}

} // namespace chatmock::policy
