#include "control/journal_stream.hpp"

#include "control/event_id.hpp"

#include <utility>

namespace chatmock::control {

namespace {

core::JournalPosition position_in(const Json& answer) {
    return {answer.at("epoch").get<std::uint64_t>(), answer.at("after").get<std::uint64_t>()};
}

std::string events_in(const Json& answer) {
    const auto position = position_in(answer);
    if (const auto& dropped = answer.at("dropped"); dropped != 0) {
        return "id: " + event_id_of(position) +
               "\nevent: dropped\ndata: " + to_text(Json{{"dropped", dropped}}) + "\n\n";
    }
    std::string events;
    for (const auto& entry : answer.at("entries")) {
        const auto id = event_id_of({position.epoch, entry.at("seq").get<std::uint64_t>()});
        events += "id: " + id + "\ndata: " + to_text(entry) + "\n\n";
    }
    return events;
}

} // namespace

std::string JournalStream::take(const Json& answer) {
    auto events = events_in(answer);
    follow_.after = position_in(answer);
    const bool is_first = !std::exchange(has_begun_, true);
    if (events.empty()) return keep_alive();
    return is_first ? ": keep-alive\n\n" + events : events;
}

// An id without an event: a client that loses its connection now continues from this position.
std::string JournalStream::keep_alive() const {
    return ": keep-alive\nid: " + event_id_of(*follow_.after) + "\n\n";
}

} // namespace chatmock::control
