#include "core/injection.hpp"

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

// Written as text at once: there may be thousands.
std::string with_recipients(std::string text, const Injection& injection) {
    constexpr std::size_t bytes_each = 96; // roughly
    text.reserve(text.size() + injection.deliveries.size() * bytes_each);
    text.back() = ','; // in place of the brace
    text += R"("recipients":[)";
    for (std::size_t i = 0; i < injection.deliveries.size(); ++i) {
        const auto& recipient = *(*injection.recipients)[i];
        const auto& delivery = injection.deliveries[i];
        text += i == 0 ? R"({"sid":)" : R"(,{"sid":)";
        append_quoted(text, recipient.sid);
        text += R"(,"user":)";
        append_quoted(text, recipient.user);
        text.append(R"(,"transport":")").append(engineio::name_of(delivery.transport));
        text.append(R"(","state":")").append(name_of(delivery.state)).append(1, '"');
        if (delivery.state == DeliveryState::acked)
            text.append(R"(,"acknowledgement":)").append(to_text(delivery.acknowledgement));
        text += '}';
    }
    return text += "]}";
}

} // namespace

Reply reply_to(const Injection& injection, Instant now) {
    Json body = Json::object();
    if (injection.first_seq != 0) body["seq"] = injection.first_seq;
    if (injection.last_seq != injection.first_seq) body["last_seq"] = injection.last_seq;
    body["event"] = injection.request.event;
    if (injection.has_fixture) body["fixture"] = injection.request.fixture;
    if (injection.request.mutant) body["mutant"] = *injection.request.mutant;
    if (injection.stage == Stage::held && injection.due > now) {
        body["due"] = to_iso8601(injection.due);
        return {body, 202};
    }
    return {{}, 200, {}, with_recipients(to_text(body), injection)};
}

Error too_late(const Injection& injection) {
    constexpr std::size_t named_max = 20;
    const bool acked = injection.request.await == Await::acked;
    Error error{ErrorCode::timed_out, std::string("not every recipient's event was ") +
                                          (acked ? "acknowledged" : "written") + " in time"};
    for (std::size_t i = 0; i < injection.deliveries.size(); ++i) {
        const auto& delivery = injection.deliveries[i];
        const bool is_out = delivery.state == DeliveryState::queued || delivery.state == DeliveryState::held;
        if (!is_out || error.nearest.size() == named_max) continue;
        const auto& recipient = *(*injection.recipients)[i];
        error.nearest.push_back(recipient.user + " (" + recipient.sid +
                                "): " + std::string(name_of(delivery.state)));
    }
    return error;
}

} // namespace chatmock::core
