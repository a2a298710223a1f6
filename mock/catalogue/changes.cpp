#include "catalogue/changes.hpp"

namespace chatmock::catalogue {

void Changes::put_contract(const std::string& event, const Contract& contract) {
    events_[event].contract = contract;
}

void Changes::remove_event(const std::string& event, const Catalogue& files) {
    events_.erase(event);
    if (files.events().count(event) != 0) events_[event].hides_files = true;
}

void Changes::put_fixture(const std::string& event, const Fixture& fixture) {
    events_[event].fixtures.insert_or_assign(fixture.name, fixture);
}

void Changes::remove_fixture(const std::string& event, const std::string& fixture, const Catalogue& files) {
    auto& change = events_[event];
    const auto of_files = files.events().find(event);
    const bool is_of_files =
        of_files != files.events().end() && of_files->second.fixtures.count(fixture) != 0;
    if (is_of_files && !change.hides_files) change.fixtures.insert_or_assign(fixture, std::nullopt);
    else change.fixtures.erase(fixture);
    if (!change.hides_files && !change.contract && change.fixtures.empty()) events_.erase(event);
}

void Changes::apply_to(Catalogue& catalogue) const {
    for (const auto& [event, change] : events_) {
        if (change.hides_files) catalogue.remove_event(event);
        if (change.contract) catalogue.put_contract(event, *change.contract);
        if (catalogue.events().count(event) == 0) continue;
        for (const auto& [name, fixture] : change.fixtures) {
            if (fixture) catalogue.put_fixture(event, *fixture);
            else catalogue.remove_fixture(event, name);
        }
    }
}

} // namespace chatmock::catalogue
