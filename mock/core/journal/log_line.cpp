#include "core/journal/log_line.hpp"

#include "base/json/fields.hpp"
#include "base/text/joined.hpp"

namespace chatmock::core {

namespace {

LogLevel level_of(EntryKind kind) {
    switch (kind) {
        case EntryKind::connect:
        case EntryKind::disconnect:
        case EntryKind::emit:
        case EntryKind::scenario: return LogLevel::info; // a failed run is a warning
        case EntryKind::refuse:
        case EntryKind::violation:
        case EntryKind::limit: return LogLevel::warn;
        default: return LogLevel::debug; // a reload is logged where files are read
    }
}

// An entry's details by name, as text; empty if there is no such detail.
class DetailTexts {
public:
    explicit DetailTexts(const Entry& entry) : json_(entry.details.to_json()) {}

    std::string operator[](std::string_view name) const {
        const auto found = json_.find(name);
        if (found == json_.end()) return {};
        return found->is_string() ? found->get<std::string>() : to_text(*found);
    }

private:
    Json json_;
};

std::string name_in(const Entry& entry) {
    if (!entry.identity) return "a client";
    const auto& name = entry.identity->namespace_name;
    return entry.identity->user + (name == "/" ? "" : " (namespace " + name + ")");
}

std::string in_parentheses(const std::string& text) { return text.empty() ? "" : " (" + text + ")"; }
std::string after_colon(const std::string& text) { return text.empty() ? "" : ": " + text; }

std::string recipients_of(const Entry& entry) {
    constexpr std::size_t named_max = 5;
    if (!entry.recipients || entry.recipients->empty()) return "nobody";
    std::vector<std::string> names;
    for (const auto& recipient : *entry.recipients) {
        if (names.size() < named_max) names.push_back(recipient->user);
    }
    const auto more = entry.recipients->size() - names.size();
    return joined(names) + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

std::string refusal(const Entry& entry, const DetailTexts& details) {
    const auto rule = details["rule"].empty() ? "" : " rule " + details["rule"];
    return name_in(entry) + " was refused by " + details["layer"] + rule + in_parentheses(details["via"]) +
           after_colon(details["seen"]) + "; hint: " + details["hint"];
}

std::string emission(const Entry& entry, const DetailTexts& details, std::size_t times) {
    const auto often = times == 1 ? "" : ", " + std::to_string(times) + " times";
    const auto unreached = details["unreached"];
    return entry.event + " to " + recipients_of(entry) + in_parentheses(details["fixture"]) + often +
           (unreached.empty() ? "" : "; never reaches " + unreached);
}

std::string scenario(const DetailTexts& details) {
    return "scenario " + details["scenario"] + ", run " + details["run"] + ": " + details["state"] +
           (details["step"].empty() ? "" : " " + details["step"]) + in_parentheses(details["does"]) +
           after_colon(details["message"]);
}

std::string sentence_of(const Entry& entry, const DetailTexts& details, std::size_t times) {
    switch (entry.kind) {
        case EntryKind::open:
            return name_in(entry) + " opened a session" + in_parentheses(details["transport"]);
        case EntryKind::connect: return name_in(entry) + " connected" + in_parentheses(details["transport"]);
        case EntryKind::refuse: return refusal(entry, details);
        case EntryKind::upgrade: return name_in(entry) + " upgraded to WebSocket";
        case EntryKind::emit: return emission(entry, details, times);
        case EntryKind::receive: return name_in(entry) + " sent " + entry.event;
        case EntryKind::acknowledge: return details["by"] + " acknowledged an event of " + name_in(entry);
        case EntryKind::stray_acknowledge:
            return name_in(entry) + " acknowledged an event that did not ask for it";
        case EntryKind::disconnect:
            return name_in(entry) + " disconnected" + after_colon(details["reason"]) +
                   in_parentheses(details["cause"]);
        case EntryKind::close: return name_in(entry) + " closed its session" + after_colon(details["reason"]);
        case EntryKind::violation:
            return name_in(entry) + " broke the protocol" + in_parentheses(details["code"]) +
                   after_colon(details["message"]);
        case EntryKind::limit:
            return "a limit was met, " + details["limit"] + after_colon(details["message"]);
        case EntryKind::fault:
            return "fault " + details["fault"] + in_parentheses(details["do"]) +
                   (details["ended"].empty() ? " struck " + entry.event + " to " + name_in(entry)
                                             : " ended by " + details["ended"]);
        case EntryKind::scenario: return scenario(details);
        case EntryKind::reload: return "files were reloaded";
        case EntryKind::control:
            return "call " + details["call"] + in_parentheses(details["to"]) + after_colon(details["failed"]);
    }
    return {};
}

// The entry without its payload, with long values cut.
Json fields_of(const Entry& entry, std::size_t times) {
    constexpr std::size_t field_bytes_max = 500;
    constexpr std::size_t users_max = 20;
    Json fields = Json::object();
    fields["kind"] = std::string(policy::name_of(entry.kind));
    fields["seq"] = entry.seq;
    if (entry.identity && !entry.identity->sid.empty()) fields["sid"] = entry.identity->sid;
    if (entry.identity) fields["user"] = entry.identity->user;
    if (!entry.event.empty()) fields["event"] = entry.event;
    const Json details = entry.details.to_json();
    for (const auto& [name, value] : details.items()) {
        auto text = to_text(value);
        const auto own =
            name == "message" ? std::string("detail") : name; // the line's message is the sentence
        fields[own] =
            text.size() <= field_bytes_max ? value : Json(shortened(std::move(text), field_bytes_max));
    }
    if (entry.recipients) {
        Json users = Json::array();
        for (const auto& recipient : *entry.recipients) {
            if (users.size() < users_max) users.push_back(recipient->user);
        }
        fields["recipients"] = users;
        fields["recipient_count"] = entry.recipients->size();
    }
    if (times > 1) fields["times"] = times;
    return fields;
}

LogLevel level_for(const Entry& entry, const DetailTexts& details) {
    if (entry.kind == EntryKind::scenario && details["state"] == "failed") return LogLevel::warn;
    if (entry.kind == EntryKind::scenario && details["state"] == "step") return LogLevel::debug;
    if (entry.kind == EntryKind::control && !details["failed"].empty()) return LogLevel::warn;
    return level_of(entry.kind);
}

} // namespace

LogLine log_line_of(const Entry& entry, std::size_t times) {
    const DetailTexts details(entry);
    return {level_for(entry, details), sentence_of(entry, details, times), fields_of(entry, times)};
}

LogLevel highest_level_of(EntryKind kind) {
    const bool may_warn = kind == EntryKind::control || kind == EntryKind::scenario;
    return may_warn ? LogLevel::warn : level_of(kind);
}

} // namespace chatmock::core
