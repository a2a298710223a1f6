#include "core/time/timers.hpp"

namespace chatmock::core {

std::string_view name_of(TimerKey::Kind kind) {
    switch (kind) {
        case TimerKey::Kind::connection: return "connection";
        case TimerKey::Kind::injection: return "injection";
        case TimerKey::Kind::delivery: return "delivery";
        case TimerKey::Kind::fault: return "fault";
        case TimerKey::Kind::run: return "scenario";
        case TimerKey::Kind::exchange:
        case TimerKey::Kind::channel:
        case TimerKey::Kind::connect: return "auth_delay";
        case TimerKey::Kind::expiry: return "expiry";
    }
    return "";
}

void Timers::set(TimerKey key, std::optional<Instant> deadline) {
    const auto known = places_.find(key);
    if (!deadline) {
        if (known == places_.end()) return;
        queue_.erase(known->second);
        places_.erase(known);
    } else if (known == places_.end()) {
        const Place place{*deadline, ++insertions_};
        queue_.emplace(place, key);
        places_.emplace(key, place);
    } else if (known->second.first != *deadline) {
        auto node =
            queue_.extract(known->second); // moves the node without an allocation: each heartbeat does this
        node.key() = known->second = {*deadline, ++insertions_};
        queue_.insert(std::move(node));
    }
}

void Timers::shift(Milliseconds by) {
    std::map<Place, TimerKey> shifted;
    for (const auto& [place, key] : queue_) shifted.emplace(Place{place.first + by, place.second}, key);
    queue_ = std::move(shifted);
    for (auto& [key, place] : places_) place.first += by;
}

std::optional<Instant> Timers::next() const {
    if (queue_.empty()) return std::nullopt;
    return queue_.begin()->first.first;
}

std::optional<std::pair<TimerKey, Instant>> Timers::first() const {
    if (queue_.empty()) return std::nullopt;
    const auto& [place, key] = *queue_.begin();
    return std::make_pair(key, place.first);
}

std::optional<std::pair<TimerKey, Instant>> Timers::take_due(Instant now) {
    const auto due = first();
    if (!due || due->second > now) return std::nullopt;
    places_.erase(due->first);
    queue_.erase(queue_.begin());
    return due;
}

} // namespace chatmock::core
