#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

// "when": "before" the event, which then never leaves, "amid", when half of it has left, or "after" it, which
// it is unless said; "as" says how, as POST /connections/disconnect does. Amid an event there is one way:
// its connection breaks.
Strike read_disconnect(Fields& fields) {
    enum When : std::size_t { before, amid, after };
    const auto when = fields.choice("when", {"before", "amid", "after"}, after);
    const auto as = read_disconnect_as(fields, "as", DisconnectAs::transport_close);
    if (when == amid && fields.has("as")) {
        fields.fail({ErrorCode::invalid_value,
                     "amid an event the connection is reset: it goes without \"as\"", fields.at("as")});
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
