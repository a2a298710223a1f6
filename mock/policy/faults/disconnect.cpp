#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

// "when": "before" the event, which is then never sent, "amid", when half of it is sent, or "after" it (the
// default). "as": the way, as in POST /connections/disconnect. "amid" has only one way: a broken connection.
Strike read_disconnect(Fields& fields) {
    enum When : std::size_t { before, amid, after };
    const auto when = fields.choice("when", {"before", "amid", "after"}, after);
    const auto as = read_disconnect_as(fields, "as", DisconnectAs::transport_close);
    if (when == amid && fields.has("as")) {
        fields.fail({ErrorCode::invalid_value,
                     "expected no \"as\" for a disconnect amid an event, which always resets the connection",
                     fields.at("as")});
    }
    return [when, as](Draw&, Dispatch& dispatch) {
        if (when == amid) {
            dispatch.torn = true;
            return Json{{"when", "amid"}};
        }
        (when == before ? dispatch.before : dispatch.after) = as;
        return Json{{"when", when == before ? "before" : "after"}, {"as", name_of(as)}};
    };
}

} // namespace chatmock::policy
