#include "core/calls/canonical.hpp"

#include "base/json/json_text.hpp"
#include "core/journal/entry_bytes.hpp"

#include <map>
#include <tuple>

namespace chatmock::core {

namespace {

// TCP has no order between a client's actions and the server's packets.
enum class Direction { from_client, to_client };

// Lines with an order of their own; connection 0 stands for entries without a connection.
struct Part {
    std::string_view user;
    std::uint64_t connection;
    Direction direction;

    bool operator<(const Part& other) const {
        return std::tie(user, connection, direction) <
               std::tie(other.user, other.connection, other.direction);
    }
};

using Parts = std::map<Part, std::vector<SharedEntry>>;

bool is_to_client(const Entry& entry) {
    return entry.kind == EntryKind::emit || entry.kind == EntryKind::control ||
           entry.kind == EntryKind::reload ||
           (entry.kind == EntryKind::acknowledge && entry.details.to_json().at("by") == "server");
}

Part part_of(const policy::SharedIdentity& identity, const Entry& entry) {
    const auto direction = is_to_client(entry) ? Direction::to_client : Direction::from_client;
    return identity ? Part{identity->user, identity->connection, direction} : Part{"", 0, direction};
}

// An emission becomes one line per recipient; recipients have no order among each other.
std::vector<Part> parts_of(const JournalMatch& match, const Entry& entry) {
    if (entry.kind == EntryKind::upgrade || !matches(match, entry)) return {}; // an upgrade's time is random
    if (!entry.recipients || entry.recipients->empty()) return {part_of(entry.identity, entry)};
    std::vector<Part> parts;
    for (const auto& recipient : *entry.recipients) {
        if (names(match, *recipient)) parts.push_back(part_of(recipient, entry));
    }
    return parts;
}

// Depends on timing: sids follow from the join order of a user's clients, and the transport may or may not be
// upgraded yet at the join.
bool is_chance(const Entry& entry, std::string_view detail) {
    return detail == "engine_sid" || (entry.kind == EntryKind::connect && detail == "transport");
}

const SharedText& data_for(std::string_view user, const Entry& entry) {
    if (!entry.data_by_user) return entry.data;
    const auto found = entry.data_by_user->find(std::string(user));
    return found == entry.data_by_user->end() ? entry.data : found->second;
}

Json line_of(const Part& part, std::size_t number, const Entry& entry) {
    Json line = Json::object();
    if (part.connection != 0) {
        line["user"] = part.user;
        line["connection"] = part.connection;
    }
    line["n"] = number;
    line["at"] = to_iso8601(entry.at);
    line["kind"] = std::string(policy::name_of(entry.kind));
    if (entry.identity && entry.identity->namespace_name != "/")
        line["namespace"] = entry.identity->namespace_name;
    if (!entry.event.empty()) line["event"] = entry.event;
    const Json details = entry.details.to_json();
    for (const auto& [name, value] : details.items()) {
        if (!is_chance(entry, name)) line[name] = value;
    }
    if (entry.recipients && part.connection == 0) line["recipients"] = Json::array();
    if (const auto& data = data_for(part.user, entry)) line["data"] = read_back(*data);
    return line;
}

// Keeps the entries alive: the parts are views of them.
class CanonicalLines : public ReplyList {
public:
    explicit CanonicalLines(Parts parts) {
        for (auto& [part, entries] : parts) {
            std::size_t number = 0;
            for (auto& entry : entries) lines_.push_back({part, ++number, std::move(entry)});
        }
    }

    std::size_t size() const override { return lines_.size(); }

    void append(std::size_t index, std::string& text) const override {
        const auto& [part, number, entry] = lines_[index];
        text += to_text(line_of(part, number, *entry));
    }

private:
    struct Line {
        Part part;
        std::size_t number;
        SharedEntry entry;
    };

    std::vector<Line> lines_;
};

Error too_large() {
    return {ErrorCode::invalid_value,
            "expected a canonical journal of at most " + std::to_string(Journal::bytes_max) +
                " bytes, got more, as it has a line for each recipient: name a user",
            "/canonical"};
}

} // namespace

Result<std::shared_ptr<const ReplyList>> canonical_entries(const JournalMatch& match,
                                                           const Journal& journal) {
    Parts parts;
    std::size_t bytes = 0;
    const auto& entries = journal.entries();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        for (const auto& part : parts_of(match, *entry)) {
            const auto& data = data_for(part.user, *entry);
            bytes += entry_bytes + (data ? data->size() : 0);
            if (bytes > Journal::bytes_max) return too_large();
            parts[part].push_back(entry.shared());
        }
    }
    return std::shared_ptr<const ReplyList>(std::make_shared<CanonicalLines>(std::move(parts)));
}

} // namespace chatmock::core
