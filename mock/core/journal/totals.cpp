#include "core/journal/totals.hpp"

namespace chatmock::core {

namespace {

Traffic& traffic_of(const std::string& event, TrafficByEvent& traffic) {
    const auto known = traffic.find(event);
    if (known != traffic.end()) return known->second;
    return traffic[traffic.size() < counted_events_max ? event : std::string(other_events)];
}

void add(const std::string& event, const Traffic& more, TrafficByEvent& traffic) {
    auto& sum = traffic_of(event, traffic);
    sum.events += more.events;
    sum.bytes += more.bytes;
}

void add(const TrafficByEvent& more, TrafficByEvent& traffic) {
    for (const auto& [event, own] : more) add(event, own, traffic);
}

void add(const CountByName& more, CountByName& counts) {
    for (const auto& [name, count] : more) counts[name] += count;
}

std::uint64_t bytes_to_all(const Entry& entry) {
    if (!entry.data_by_user) return entry.data ? entry.data->size() * entry.recipients->size() : 0;
    std::uint64_t bytes = 0;
    for (const auto& recipient : *entry.recipients) {
        const auto own = entry.data_by_user->find(recipient->user);
        if (own != entry.data_by_user->end()) bytes += own->second->size();
    }
    return bytes;
}

} // namespace

void add_one(CountByName& counts, std::string_view name) {
    const auto found = counts.find(name);
    if (found != counts.end()) ++found->second;
    else counts.emplace(name, 1);
}

Totals& Totals::operator+=(const Totals& more) {
    connects += more.connects;
    refusals += more.refusals;
    reloads += more.reloads;
    add(more.disconnects, disconnects);
    add(more.violations, violations);
    add(more.strikes, strikes);
    add(more.sent, sent);
    add(more.received, received);
    return *this;
}

void count(const Entry& entry, const std::string& event, Totals& totals) {
    switch (entry.kind) {
        case EntryKind::connect: ++totals.connects; break;
        case EntryKind::refuse: ++totals.refusals; break;
        case EntryKind::reload: ++totals.reloads; break;
        case EntryKind::emit: add(event, {entry.recipients->size(), bytes_to_all(entry)}, totals.sent); break;
        case EntryKind::receive: add(event, {1, entry.data ? entry.data->size() : 0}, totals.received); break;
        default: break; // others are counted where their names are known
    }
}

} // namespace chatmock::core
