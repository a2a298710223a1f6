#include "app/listening/heard_event.hpp"

namespace chatmock::app {

Json arguments_for(const catalogue::Catalogue& catalogue, const HeardEvent& heard) {
    const auto& arguments = heard.event.arguments;
    if (!heard.offset || !arguments.empty()) return arguments;
    const auto event = catalogue.find_event(heard.event.name);
    const Json text = *heard.offset;
    return event && (*event)->contract.check(text).empty() ? Json::array({text}) : arguments;
}

} // namespace chatmock::app
