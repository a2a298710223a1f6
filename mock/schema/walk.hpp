// One check: walks a payload and a schema together. Without a report, it stops at the first mistake.
#pragma once

#include "schema/finding.hpp"
#include "schema/pattern/effort.hpp"
#include "schema/place.hpp"
#include "schema/reader.hpp"

#include <unordered_set>

namespace chatmock::schema {

// How a walk treats a text that does not match its `format`.
enum class Formats {
    as_declared, // a mistake if the schema says so; others are not looked at
    recorded,    // a mistake if the schema says so; others are only recorded
    asserted,    // a mistake
};

class Walk {
public:
    Walk(const Nodes& nodes, Effort effort, Formats formats)
        : nodes_(nodes), effort_(effort), formats_(formats) {}

    bool holds(const Json& payload);

    // True if the payload is valid, and each text that was met matches its format. Such a walk goes the same
    // way whether formats are asserted or not, so neither way finds anything.
    bool is_flawless(const Json& payload);

    // Empty if the payload is valid.
    Findings findings(const Json& payload);

private:
    struct Visit {
        const Node& node;
        const Json& value;
        const Place& place;
        Findings* report; // null if only the verdict is needed
    };

    // The members and items that a valid schema has evaluated.
    struct Evaluated {
        bool all = false;
        std::size_t prefix = 0; // the number of items from the beginning
        std::unordered_set<std::string> members;
        std::unordered_set<std::size_t> items;
        std::unordered_set<const Node*> asked;
    };

    bool ask(const Node& node, const Json& value, const Place& place, Findings* report);
    bool holds(const Node& node, const Json& value, const Place& place) {
        return ask(node, value, place, nullptr);
    }
    bool check(const Visit& visit);

    bool check_value(const Visit& visit);
    bool check_text(const Visit& visit);
    bool check_limits(const Visit& visit);
    static bool is_listed(const Node& node, const Json& value);

    bool check_object(const Visit& visit);
    bool check_required(const Visit& visit);
    bool check_member(const Visit& visit, const std::string& name, const Json& member);
    bool check_names(const Visit& visit);
    bool check_dependencies(const Visit& visit);
    bool miss(const Visit& visit, const std::string& name, const std::string& rule);

    bool check_array(const Visit& visit);
    bool check_unique(const Visit& visit);
    bool check_contained(const Visit& visit);

    bool check_in_place(const Visit& visit);
    bool check_any(const Visit& visit);
    bool check_one(const Visit& visit);
    bool check_condition(const Visit& visit);
    void explain_choices(const Visit& visit, const std::vector<const Node*>& choices,
                         std::string_view keyword);
    Findings explain(const Node& node, const Visit& visit);
    const Node& target_of(const DynamicReference& reference) const;

    bool check_unevaluated(const Visit& visit);
    bool check_unevaluated_members(const Visit& visit);
    bool check_unevaluated_items(const Visit& visit);
    void collect(const Node& node, const Visit& visit, bool is_itself, Evaluated& evaluated);
    void collect_members(const Node& node, const Visit& visit, Evaluated& evaluated);
    void collect_items(const Node& node, const Visit& visit, Evaluated& evaluated);

    Match search(const Pattern& pattern, const std::string& text, const Place& place,
                 const std::string& rule);
    static bool fail(const Visit& visit, FindingKind kind, std::string expected, std::string rule);
    void stop(const Place& place, std::string expected, const Json& got, std::string rule);

    struct Key {
        const Node* node;
        const Json* value;
        bool operator==(const Key& other) const { return node == other.node && value == other.value; }
    };
    struct HashKey {
        std::size_t operator()(const Key& key) const {
            constexpr std::size_t odd = 0x9e3779b97f4a7c15;
            return std::hash<const void*>()(key.node) * odd ^ std::hash<const void*>()(key.value);
        }
    };

    const Nodes& nodes_;
    Effort effort_;
    const Formats formats_;
    bool has_format_mismatch_ = false; // a text that does not match its format
    std::size_t depth_ = 0;
    std::optional<Finding> stopped_;     // the reason for a missing verdict
    std::vector<const Resource*> scope_; // resources that the walk has entered, if a reference depends on it
    std::deque<Json> names_;             // of members, where names are checked as values
    std::unordered_map<Key, bool, HashKey> verdicts_;
    std::unordered_map<Key, Findings, HashKey> explained_;
};

// Appends up to the limit.
void append(Findings& findings, Findings more);

} // namespace chatmock::schema
