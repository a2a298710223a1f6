#include "core/delivery/last_events.hpp"

#include "base/json/json_place.hpp"
#include "base/json/json_text.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

SharedText text_for(const Entry& entry, const std::string& user) {
    if (!entry.data_by_user) return entry.data;
    const auto own = entry.data_by_user->find(user);
    return own == entry.data_by_user->end() ? entry.data : own->second;
}

Error unknown_field(const std::string& reference, const std::string& event, const std::string& name,
                    const Json& value) {
    std::vector<std::string> names;
    if (value.is_object()) {
        for (const auto& [known, member] : value.items()) names.push_back(known);
    }
    return {ErrorCode::invalid_value, "${last." + reference + "}: the last " + event +
                                          " has none: " + unknown_name_message("field", name, names)};
}

} // namespace

bool LastEvents::is_per_user(const catalogue::Template& draft) const {
    for (const auto& [reference, count] : draft.references()) {
        const auto entry = state_.journal.last_emitted(read(reference).event);
        if (entry && entry->data_by_user) return true;
    }
    return false;
}

Result<catalogue::LastValues> LastEvents::values_for(const catalogue::Template& draft,
                                                     const std::string& user) {
    catalogue::LastValues values;
    for (const auto& [reference, count] : draft.references()) {
        auto value = find(reference, user);
        if (!value) return value.error();
        values.emplace(reference, std::move(*value));
    }
    return values;
}

LastEvents::Reference LastEvents::read(std::string_view reference) const {
    for (auto end = reference.size(); end != std::string_view::npos; end = reference.rfind('.', end - 1)) {
        const auto event = reference.substr(0, end);
        const bool is_known =
            state_.catalogue().events().count(event) != 0 || state_.journal.last_emitted(event);
        if (is_known) return {std::string(event), reference.substr(end)};
        if (end == 0) break;
    }
    const auto end = std::min(reference.find('.'), reference.size());
    return {std::string(reference.substr(0, end)), reference.substr(end)};
}

Result<Json> LastEvents::find(const std::string& reference, const std::string& user) {
    const auto [event, fields] = read(reference);
    const auto entry = state_.journal.last_emitted(event);
    if (!entry || !entry->data) {
        return Error{ErrorCode::invalid_value, "${last." + reference + "}: expected a " + event +
                                                   " that was sent before, got none in the journal"};
    }
    const auto text = text_for(*entry, user);
    auto known = payloads_.find(text);
    if (known == payloads_.end()) known = payloads_.emplace(text, read_back(*text)).first;
    const Json* value = &known->second;
    for (auto rest = fields; !rest.empty();) {
        rest.remove_prefix(1); // the dot
        const auto end = std::min(rest.find('.'), rest.size());
        const std::string name(rest.substr(0, end));
        const Json* member = member_at(*value, name);
        if (member == nullptr) return unknown_field(reference, event, name, *value);
        value = member;
        rest.remove_prefix(end);
    }
    return *value;
}

} // namespace chatmock::core
