#include "catalogue/catalogue.hpp"

#include "base/nearest.hpp"

namespace chatmock::catalogue {

namespace {

template <typename Map>
std::vector<std::string> keys_of(const Map& map) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : map) keys.push_back(key);
    return keys;
}

} // namespace

Result<const Event*> Catalogue::find_event(std::string_view name) const {
    const auto found = events_.find(name);
    if (found != events_.end()) return &found->second;
    return Error{ErrorCode::unknown_event, unknown_name_message("event", name, event_names())};
}

Result<const Fixture*> Catalogue::find_fixture(const Event& event, std::string_view name) const {
    const auto found = event.fixtures.find(name);
    if (found != event.fixtures.end()) return &found->second;
    return Error{ErrorCode::unknown_fixture,
                 unknown_name_message(event.name + " fixture", name, fixture_names(event)), "/fixture"};
}

std::vector<std::string> Catalogue::event_names() const { return keys_of(events_); }

std::vector<std::string> Catalogue::fixture_names(const Event& event) { return keys_of(event.fixtures); }

} // namespace chatmock::catalogue
