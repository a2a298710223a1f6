#include "core/journal/entry_match.hpp"

#include "base/json/json_text.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// One property of a match, compared with an entry.
struct Comparison {
    std::string_view property;
    bool fits;
    std::string got;
    std::string expected;
};

using Name = std::optional<std::string>;

bool names(const policy::Identity& identity, const Name& user, const Name& sid) {
    return (!user || identity.user == *user) && (!sid || identity.sid == *sid);
}

bool names(const Concern& concern, const Name& user, const Name& sid) {
    return concern.everyone ||
           ((!user || concern.users.count(*user) != 0) && (!sid || concern.sids.count(*sid) != 0));
}

// True if the entry is about a client of that user and sid, was sent to one, or is a call for one.
bool concerns(const Entry& entry, const Name& user, const Name& sid) {
    if (!user && !sid) return true;
    if (entry.identity && names(*entry.identity, user, sid)) return true;
    if (entry.concern && names(*entry.concern, user, sid)) return true;
    return entry.recipients && std::any_of(entry.recipients->begin(), entry.recipients->end(),
                                           [&](const auto& each) { return names(*each, user, sid); });
}

// True if the entry is about the target of a scenario's run. Entries about no client concern every run.
bool is_about(const policy::Target& target, const Entry& entry) {
    const auto meant = [&](const auto& identity) { return policy::matches(target, *identity, {}); };
    if (entry.identity) return meant(entry.identity);
    if (entry.recipients) return std::any_of(entry.recipients->begin(), entry.recipients->end(), meant);
    if (!entry.concern || entry.concern->everyone) return true;
    return target.kind != policy::Target::Kind::users ||
           std::any_of(target.names.begin(), target.names.end(),
                       [&](const auto& user) { return entry.concern->users.count(user) != 0; });
}

bool has_data(const Entry& entry, const Json& part) {
    return entry.data && contains(read_back(*entry.data), part);
}

std::vector<Comparison> compare(const JournalMatch& match, const Entry& entry) {
    std::vector<Comparison> all;
    const std::string user = entry.identity ? entry.identity->user : "";
    const std::string sid = entry.identity ? entry.identity->sid : "";
    if (match.kind)
        all.push_back({"kind", entry.kind == *match.kind, std::string(policy::name_of(entry.kind)),
                       std::string(policy::name_of(*match.kind))});
    if (match.event) all.push_back({"event", entry.event == *match.event, entry.event, *match.event});
    if (match.user) all.push_back({"user", concerns(entry, match.user, std::nullopt), user, *match.user});
    if (match.sid) all.push_back({"sid", concerns(entry, std::nullopt, match.sid), sid, *match.sid});
    if (match.about)
        all.push_back({"user", is_about(*match.about, entry), user, to_text(policy::to_json(*match.about))});
    if (match.data)
        all.push_back(
            {"data", has_data(entry, *match.data), entry.data ? *entry.data : "", to_text(*match.data)});
    return all;
}

std::string describe(const Entry& entry, const std::vector<Comparison>& comparisons) {
    std::string text =
        "entry " + std::to_string(entry.seq) + " (" + std::string(policy::name_of(entry.kind)) + "): ";
    bool first = true;
    for (const auto& comparison : comparisons) {
        if (comparison.fits) continue;
        if (!first) text += "; ";
        first = false;
        text += "expected the " + std::string(comparison.property) + " " + shown(comparison.expected) +
                ", got " + shown(comparison.got);
    }
    return text;
}

} // namespace

bool names(const JournalMatch& match, const policy::Identity& identity) {
    return names(identity, match.user, match.sid);
}

bool matches(const JournalMatch& match, const Entry& entry) {
    return entry.seq > match.after && (!match.kind || entry.kind == *match.kind) &&
           (!match.event || entry.event == *match.event) && concerns(entry, match.user, match.sid) &&
           (!match.about || is_about(*match.about, entry)) && (!match.data || has_data(entry, *match.data));
}

std::size_t count_matching(const JournalMatch& match, const Journal& journal) {
    const auto& entries = journal.entries();
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(),
                                                  [&](const Entry& entry) { return matches(match, entry); }));
}

bool has_lost_entries(const JournalMatch& match, const Journal& journal) {
    return match.after < journal.dropped_to();
}

Error entries_lost(const Journal& journal) {
    return {ErrorCode::entries_lost,
            "expected all entries from the first on, got a journal without those up to " +
                std::to_string(journal.dropped_to()) + ", which its bound of " +
                std::to_string(journal.entries_most()) + " entries and " +
                std::to_string(journal.bytes_most()) +
                " bytes took: name a later entry in after, or DELETE /journal before the test",
            "/match/after"};
}

std::vector<std::string> matching_entries(const JournalMatch& match, const Journal& journal) {
    constexpr std::size_t named_max = 3;
    std::vector<std::string> matching;
    for (auto entry = journal.entries().rbegin();
         entry != journal.entries().rend() && matching.size() < named_max; ++entry) {
        if (matches(match, *entry))
            matching.push_back("entry " + std::to_string(entry->seq) +
                               " matches: " + to_text(to_json(*entry)));
    }
    return matching;
}

std::vector<std::string> nearest_entries(const JournalMatch& match, const Journal& journal) {
    constexpr std::size_t looked_at_max = 1000;
    constexpr std::size_t nearest_max = 3;
    std::vector<std::pair<std::size_t, std::string>> ranked;
    std::size_t looked_at = 0;
    for (auto entry = journal.entries().rbegin();
         entry != journal.entries().rend() && looked_at < looked_at_max; ++entry) {
        if (entry->seq <= match.after) break;
        ++looked_at;
        const auto comparisons = compare(match, *entry);
        const auto misses =
            std::count_if(comparisons.begin(), comparisons.end(), [](const auto& c) { return !c.fits; });
        if (misses == 0 || static_cast<std::size_t>(misses) == comparisons.size()) continue;
        ranked.emplace_back(misses, describe(*entry, comparisons));
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (ranked.size() > nearest_max) ranked.resize(nearest_max);
    std::vector<std::string> nearest;
    for (auto& [misses, text] : ranked) nearest.push_back(std::move(text));
    return nearest;
}

} // namespace chatmock::core
