#include "core/journal/journal_match.hpp"

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

template <typename Property>
bool names_someone(const Entry& entry, const std::string& expected, Property property) {
    if (entry.identity && (*entry.identity).*property == expected) return true;
    return entry.recipients &&
           std::any_of(entry.recipients->begin(), entry.recipients->end(),
                       [&](const auto& recipient) { return (*recipient).*property == expected; });
}

bool has_data(const Entry& entry, const Json& part) {
    return entry.data && contains(read_back(*entry.data), part);
}

bool fits_identity(const JournalMatch& match, const Entry& entry) {
    if (!match.user && !match.sid) return true;
    if (entry.identity && names(match, *entry.identity)) return true;
    return entry.recipients && std::any_of(entry.recipients->begin(), entry.recipients->end(),
                                           [&](const auto& recipient) { return names(match, *recipient); });
}

std::vector<Comparison> compare(const JournalMatch& match, const Entry& entry) {
    std::vector<Comparison> all;
    const std::string user = entry.identity ? entry.identity->user : "";
    const std::string sid = entry.identity ? entry.identity->sid : "";
    if (match.kind)
        all.push_back({"kind", entry.kind == *match.kind, std::string(policy::name_of(entry.kind)),
                       std::string(policy::name_of(*match.kind))});
    if (match.event) all.push_back({"event", entry.event == *match.event, entry.event, *match.event});
    if (match.user)
        all.push_back(
            {"user", names_someone(entry, *match.user, &policy::Identity::user), user, *match.user});
    if (match.sid)
        all.push_back({"sid", names_someone(entry, *match.sid, &policy::Identity::sid), sid, *match.sid});
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
    return (!match.user || identity.user == *match.user) && (!match.sid || identity.sid == *match.sid);
}

bool matches(const JournalMatch& match, const Entry& entry) {
    return entry.seq > match.after && (!match.kind || entry.kind == *match.kind) &&
           (!match.event || entry.event == *match.event) && fits_identity(match, entry) &&
           (!match.data || has_data(entry, *match.data));
}

std::size_t count_matching(const JournalMatch& match, const Journal& journal) {
    const auto& entries = journal.entries();
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(),
                                                  [&](const Entry& entry) { return matches(match, entry); }));
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
