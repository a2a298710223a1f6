#include "policy/match/journal_match.hpp"

namespace chatmock::policy {

JournalMatch read_journal_filter(Fields& fields) {
    JournalMatch match;
    const auto text = [&](std::string_view name, std::optional<std::string>& value) {
        const auto text = fields.text(name, "");
        if (fields.has(name)) value = text;
    };
    const auto kind = fields.choice("kind", entry_kinds(), 0);
    if (fields.has("kind")) match.kind = static_cast<EntryKind>(kind);
    text("event", match.event);
    text("user", match.user);
    text("sid", match.sid);
    match.after = static_cast<std::uint64_t>(fields.integer("after", 0, 0));
    return match;
}

Result<JournalMatch> parse_journal_match(const Json& json, const std::string& at) {
    Fields fields(json, at);
    JournalMatch match = read_journal_filter(fields);
    if (const Json* data = fields.any("data")) match.data = *data;
    if (auto done = fields.done(); !done) return done.error();
    return match;
}

} // namespace chatmock::policy
