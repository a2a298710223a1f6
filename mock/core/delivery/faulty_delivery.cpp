#include "core/delivery/faulty_delivery.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

std::size_t bytes_of(const Parcel& parcel) {
    std::size_t bytes = 0;
    for (const auto& packet : parcel.packets) bytes += packet->text.size() + packet->bytes.size();
    return bytes;
}

// The Socket.IO packet is the text after the Engine.IO type.
engineio::SharedPacket damaged(const engineio::SharedPacket& packet, const policy::Dispatch& dispatch) {
    auto text = packet->text.substr(1);
    for (const auto& damage : dispatch.damages) damage(text);
    return engineio::share_json_message(text);
}

} // namespace

bool FaultyDelivery::carry(const Member& member, Parcel parcel, policy::Dispatch dispatch) {
    if (!dispatch.damages.empty()) damage(parcel, dispatch);
    const auto join_order = member.join_order;
    const auto due = due_of(join_order, parcel, dispatch);
    if (due <= state_.now() || !may_hold()) return hand_over(join_order, std::move(parcel), dispatch);
    const auto id = ++last_id_;
    held_.emplace(id, hold(join_order, std::move(parcel), std::move(dispatch)));
    state_.timers.set({TimerKey::Kind::delivery, id}, due);
    return false;
}

// Copies shared packets first, so other recipients are not affected.
void FaultyDelivery::damage(Parcel& parcel, const policy::Dispatch& dispatch) {
    auto& packet = parcel.packets.front();
    if (state_.turn.bytes.take(packet->text.size())) packet = damaged(packet, dispatch);
    else
        state_.recorder.record_limit("turn_bytes",
                                     "too many bytes are damaged at once: further events are not damaged");
}

// False past the limits; then the event is sent at once.
bool FaultyDelivery::may_hold() {
    const auto& limits = state_.settings.limits;
    const bool may =
        held_.size() + behind_count_ < limits.held_events && held_packets_.bytes() <= limits.held_bytes;
    if (!may)
        state_.recorder.record_limit("held_events",
                                     "faults hold as many events as allowed: others are sent at once");
    return may;
}

FaultyDelivery::Held FaultyDelivery::hold(std::uint64_t join_order, Parcel parcel,
                                          policy::Dispatch dispatch) {
    std::vector<engineio::Backlog::Place> places;
    for (const auto& packet : parcel.packets) places.emplace_back(&held_packets_, packet);
    return {join_order, std::move(parcel), std::move(dispatch), std::move(places)};
}

// A slow connection carries events one after the other.
Instant FaultyDelivery::due_of(std::uint64_t join_order, const Parcel& parcel,
                               const policy::Dispatch& dispatch) {
    constexpr std::uint64_t ms_per_second = 1000;
    const auto ready = state_.now() + dispatch.delay;
    const auto found = busy_until_.find(join_order);
    const bool is_busy = found != busy_until_.end() && found->second > ready;
    if (!dispatch.bytes_per_second || dispatch.copies == 0) return is_busy ? found->second : ready;
    const auto rate = *dispatch.bytes_per_second;
    const auto took = Milliseconds((bytes_of(parcel) * ms_per_second + rate - 1) / rate);
    return busy_until_[join_order] = (is_busy ? found->second : ready) + took;
}

void FaultyDelivery::release(std::uint64_t id) {
    const auto found = held_.find(id);
    if (found == held_.end()) return;
    auto held = std::move(found->second);
    held_.erase(found);
    hand_over(held.join_order, std::move(held.parcel), held.dispatch);
}

bool FaultyDelivery::hand_over(std::uint64_t join_order, Parcel parcel, const policy::Dispatch& dispatch) {
    if (dispatch.behind_next && may_hold()) {
        behind_[join_order].push_back(hold(join_order, std::move(parcel), dispatch));
        ++behind_count_;
        return false;
    }
    deliver(join_order, parcel, dispatch);
    if (dispatch.copies > 0) let_follow(join_order);
    return true;
}

// Sends the events that waited for a next one.
void FaultyDelivery::let_follow(std::uint64_t join_order) {
    const auto waited = behind_.extract(join_order);
    if (waited.empty()) return;
    behind_count_ -= waited.mapped().size();
    for (const auto& held : waited.mapped()) deliver(join_order, held.parcel, held.dispatch);
}

// A fault disconnects the recipient before the event, which is then not sent, or after it.
void FaultyDelivery::deliver(std::uint64_t join_order, const Parcel& parcel,
                             const policy::Dispatch& dispatch) {
    const auto disconnect = [&](const std::optional<policy::DisconnectAs>& as) {
        const Member* member = state_.connections.find_member(join_order);
        if (as && member != nullptr) disconnector_.disconnect(*member, *as);
    };
    disconnect(dispatch.before);
    send(join_order, parcel, dispatch);
    disconnect(dispatch.after);
}

void FaultyDelivery::send(std::uint64_t join_order, const Parcel& parcel, const policy::Dispatch& dispatch) {
    for (std::size_t copy = 1; copy <= dispatch.copies; ++copy) {
        const Member* member = state_.connections.find_member(join_order);
        if (member == nullptr) return;
        const bool last = copy == dispatch.copies;
        if (!last && !state_.turn.deliveries.take(1)) { // the last one was counted at the emission
            state_.recorder.record_limit("turn_deliveries",
                                         "faults duplicate as many events as allowed at once");
            continue;
        }
        if (last && dispatch.torn) disconnector_.tear(*member, parcel.packets);
        else clients_.send(*member->connection, parcel.packets, last ? parcel.receipt : 0);
    }
}

bool FaultyDelivery::has_due(const policy::Target& to) const {
    return state_.clock.mode() == ClockMode::real &&
           std::any_of(held_.begin(), held_.end(), [&](const auto& each) {
               const Member* member = state_.connections.find_member(each.second.join_order);
               return member != nullptr && policy::matches(to, *member->identity, state_.definitions.groups);
           });
}

bool FaultyDelivery::is_gone(std::uint64_t join_order) const {
    return state_.connections.find_member(join_order) == nullptr;
}

void FaultyDelivery::settle() {
    for (auto next = busy_until_.begin(); next != busy_until_.end();) {
        next =
            next->second <= state_.now() || is_gone(next->first) ? busy_until_.erase(next) : std::next(next);
    }
    if (behind_.empty()) return;
    const bool still_reorders = faults_.has("reorder");
    for (auto next = behind_.begin(); next != behind_.end();) {
        const auto join_order = next->first;
        ++next;
        if (!still_reorders || is_gone(join_order)) let_follow(join_order);
    }
}

void FaultyDelivery::shift(Milliseconds by) {
    for (auto& [join_order, until] : busy_until_) until += by;
}

void FaultyDelivery::reset() {
    for (const auto& [id, held] : held_) state_.timers.set({TimerKey::Kind::delivery, id}, std::nullopt);
    held_.clear();
    behind_.clear();
    behind_count_ = 0;
    busy_until_.clear();
}

} // namespace chatmock::core
