#include "core/delivery/injection.hpp"

#include "base/json/json_writer.hpp"

namespace chatmock::core {

namespace {

std::string_view name_of(DeliveryState state) {
    switch (state) {
        case DeliveryState::queued: return "queued";
        case DeliveryState::held: return "held";
        case DeliveryState::dropped: return "dropped";
        case DeliveryState::written: return "written";
        case DeliveryState::acked: return "acked";
        case DeliveryState::lost: return "lost";
    }
    return "";
}

void write_deliveries(JsonWriter& out, const Injection& injection) {
    out.begin_array();
    for (std::size_t i = 0; i < injection.deliveries.size(); ++i) {
        const auto& delivery = injection.deliveries[i];
        out.begin_object().json_text(injection.audience->names[i]);
        out.member("transport", engineio::name_of(delivery.transport));
        out.member("state", name_of(delivery.state));
        if (delivery.state == DeliveryState::acked) out.member("acknowledgement", delivery.acknowledgement);
        out.end_object();
    }
    out.end_array();
}

} // namespace

Reply reply_to(const Injection& injection, Instant now) {
    const bool is_held = injection.stage == Stage::held && injection.due > now;
    constexpr std::size_t recipient_bytes = 128; // of most recipients, with their share of the answer
    JsonWriter body(recipient_bytes * (injection.deliveries.size() + 1));
    body.begin_object();
    if (injection.first_seq != 0) body.member("seq", injection.first_seq);
    if (injection.last_seq != injection.first_seq) body.member("last_seq", injection.last_seq);
    body.member("event", injection.request.event);
    if (injection.has_fixture) body.member("fixture", injection.request.fixture);
    if (injection.request.mutant) body.member("mutant", *injection.request.mutant);
    if (injection.request.variant) body.member("variant", *injection.request.variant);
    if (is_held) body.member("due", to_iso8601(injection.due));
    else write_deliveries(body.name("recipients"), injection);
    if (!injection.unreached.empty()) body.member("unreached", injection.unreached);
    if (!injection.warnings.empty()) body.member("warnings", to_json(injection.warnings));
    body.end_object();
    return {{}, is_held ? 202 : 200, body.take()};
}

Error too_late(const Injection& injection) {
    constexpr std::size_t named_max = 20;
    const bool acked = injection.request.await == Await::acked;
    Error error{ErrorCode::timed_out, std::string("not every recipient's event was ") +
                                          (acked ? "acknowledged" : "written") + " in time"};
    for (std::size_t i = 0; i < injection.deliveries.size(); ++i) {
        const auto& delivery = injection.deliveries[i];
        const bool is_out = delivery.state == DeliveryState::queued ||
                            delivery.state == DeliveryState::held ||
                            (acked && delivery.state == DeliveryState::written);
        if (!is_out || error.nearest.size() == named_max) continue;
        const auto& recipient = *(*injection.audience->recipients)[i];
        error.nearest.push_back(recipient.user + " (" + recipient.sid +
                                "): " + std::string(name_of(delivery.state)));
    }
    return error;
}

} // namespace chatmock::core
