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

} // namespace

// As text; empty if there is no such detail.
std::string LogLine::detail(std::string_view name) const {
    const auto found = details_.find(name);
    if (found == details_.end()) return {};
    return found->is_string() ? found->get<std::string>() : to_text(*found);
}

std::string LogLine::refusal() const {
    const auto rule = detail("rule").empty() ? "" : " rule " + detail("rule");
    return name_in(entry_) + " was refused by " + detail("layer") + rule + in_parentheses(detail("via")) +
           after_colon(detail("seen")) + "; hint: " + detail("hint");
}

std::string LogLine::emission() const {
    const auto often = times_ == 1 ? "" : ", " + std::to_string(times_) + " times";
    const auto unreached = detail("unreached");
    return entry_.event + " to " + recipients_of(entry_) + in_parentheses(detail("fixture")) + often +
           (unreached.empty() ? "" : "; never reaches " + unreached);
}

std::string LogLine::scenario() const {
    return "scenario " + detail("scenario") + ", run " + detail("run") + ": " + detail("state") +
           (detail("step").empty() ? "" : " " + detail("step")) + in_parentheses(detail("does")) +
           after_colon(detail("message"));
}

std::string LogLine::sentence() const {
    switch (entry_.kind) {
        case EntryKind::open:
            return name_in(entry_) + " opened a session" + in_parentheses(detail("transport"));
        case EntryKind::connect: return name_in(entry_) + " connected" + in_parentheses(detail("transport"));
        case EntryKind::refuse: return refusal();
        case EntryKind::upgrade: return name_in(entry_) + " upgraded to WebSocket";
        case EntryKind::emit: return emission();
        case EntryKind::receive: return name_in(entry_) + " sent " + entry_.event;
        case EntryKind::acknowledge: return detail("by") + " acknowledged an event of " + name_in(entry_);
        case EntryKind::stray_acknowledge:
            return name_in(entry_) + " acknowledged an event that did not ask for it";
        case EntryKind::disconnect:
            return name_in(entry_) + " disconnected" + after_colon(detail("reason")) +
                   in_parentheses(detail("cause"));
        case EntryKind::close: return name_in(entry_) + " closed its session" + after_colon(detail("reason"));
        case EntryKind::violation:
            return name_in(entry_) + " broke the protocol" + in_parentheses(detail("code")) +
                   after_colon(detail("message"));
        case EntryKind::limit: return "a limit was met, " + detail("limit") + after_colon(detail("message"));
        case EntryKind::fault:
            return "fault " + detail("fault") + in_parentheses(detail("do")) +
                   (detail("ended").empty() ? " struck " + entry_.event + " to " + name_in(entry_)
                                            : " ended by " + detail("ended"));
        case EntryKind::scenario: return scenario();
        case EntryKind::reload: return "files were reloaded";
        case EntryKind::control:
            return "call " + detail("call") + in_parentheses(detail("to")) + after_colon(detail("failed"));
    }
    return {};
}

Json LogLine::fields() const {
    constexpr std::size_t field_bytes_max = 500;
    constexpr std::size_t users_max = 20;
    Json fields = Json::object();
    fields["kind"] = std::string(policy::name_of(entry_.kind));
    fields["seq"] = entry_.seq;
    if (entry_.identity && !entry_.identity->sid.empty()) fields["sid"] = entry_.identity->sid;
    if (entry_.identity) fields["user"] = entry_.identity->user;
    if (!entry_.event.empty()) fields["event"] = entry_.event;
    for (const auto& [name, value] : details_.items()) {
        auto text = to_text(value);
        const auto own =
            name == "message" ? std::string("detail") : name; // the line's message is the sentence
        fields[own] =
            text.size() <= field_bytes_max ? value : Json(shortened(std::move(text), field_bytes_max));
    }
    if (entry_.recipients) {
        Json users = Json::array();
        for (const auto& recipient : *entry_.recipients) {
            if (users.size() < users_max) users.push_back(recipient->user);
        }
        fields["recipients"] = users;
        fields["recipient_count"] = entry_.recipients->size();
    }
    if (times_ > 1) fields["times"] = times_;
    return fields;
}

LogLevel LogLine::level() const {
    if (entry_.kind == EntryKind::scenario && detail("state") == "failed") return LogLevel::warn;
    if (entry_.kind == EntryKind::scenario && detail("state") == "step") return LogLevel::debug;
    if (entry_.kind == EntryKind::control && !detail("failed").empty()) return LogLevel::warn;
    return level_of(entry_.kind);
}

LogLevel highest_level_of(EntryKind kind) {
    const bool may_warn = kind == EntryKind::control || kind == EntryKind::scenario;
    return may_warn ? LogLevel::warn : level_of(kind);
}

} // namespace chatmock::core
