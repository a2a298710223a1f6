#include "socketio/meaning.hpp"

namespace chatmock::socketio {

EventReceived event_of(Packet packet) {
    Json& list = *packet.data;
    EventReceived event;
    event.namespace_name = std::move(packet.namespace_name);
    event.name = list[0].is_string() ? list[0].get<std::string>() : to_text(list[0]);
    list.erase(0);
    event.arguments = std::move(list);
    event.ack_id = packet.ack_id;
    return event;
}

} // namespace chatmock::socketio
