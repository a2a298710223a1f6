// A compiled schema: keywords as values; subschemas and referenced schemas as other nodes.
#pragma once

#include "schema/document/resources.hpp"
#include "schema/format/format.hpp"
#include "schema/limit.hpp"
#include "schema/pattern/pattern.hpp"

#include <unordered_map>

namespace chatmock::schema {

using Types = unsigned int; // a set

constexpr Types null_type = 1;
constexpr Types boolean_type = 2;
constexpr Types object_type = 4;
constexpr Types array_type = 8;
constexpr Types number_type = 16;
constexpr Types string_type = 32;
constexpr Types integer_type = 64;

// An integer is also a number. Bytes have no JSON type.
Types types_of(const Json& value);

struct Node;

struct Property {
    std::string name;
    const Node* node;
};

struct PatternProperty {
    Pattern pattern;
    const Node* node;
};

// Rules that apply if a member is present: required members, or a schema.
struct Dependency {
    std::string name;
    std::string rule;
    std::vector<std::string> required;
    const Node* node = nullptr;
};

struct FormatRule {
    std::string name;
    const Format* format;
    bool asserts;
};

// A reference whose target depends on the resources that the walk has entered.
struct DynamicReference {
    std::string anchor; // empty for a recursive reference
    const Node* lexical = nullptr;
};

struct Node {
    const Json* source = nullptr; // an object, or true or false
    std::string rule;             // its pointer
    const Resource* resource = nullptr;
    bool is_shared = false; // its results are cached, as several schemas may ask about the same value

    Types types = 0; // 0: any
    const Json* constant = nullptr;
    const Json* listed = nullptr;
    std::unordered_multimap<std::size_t, const Json*> listed_by_hash;
    std::optional<Pattern> pattern;
    std::optional<FormatRule> format;
    std::vector<Limit> limits;

    std::vector<std::string> required;
    std::vector<Property> properties; // in order of their names
    std::vector<std::string> property_names_in_order;
    std::vector<PatternProperty> pattern_properties;
    const Node* additional_properties = nullptr;
    const Node* names = nullptr;
    std::vector<Dependency> dependencies;
    const Node* unevaluated_properties = nullptr;

    std::vector<const Node*> prefix;
    std::string prefix_keyword;
    const Node* items = nullptr; // items after the prefix
    const Node* contains = nullptr;
    std::uint64_t contains_min = 1;
    std::optional<std::uint64_t> contains_max;
    bool unique_items = false;
    const Node* unevaluated_items = nullptr;

    const Node* reference = nullptr;
    std::optional<DynamicReference> dynamic_reference;
    std::vector<const Node*> all;
    std::vector<const Node*> any;
    std::vector<const Node*> one;
    const Node* refused = nullptr;
    const Node* condition = nullptr;
    const Node* consequence = nullptr;
    const Node* alternative = nullptr;

    const Node* property(const std::string& name) const;

    // The nodes that check the same value.
    std::vector<const Node*> in_place() const;

    // The pointer of one of its keywords.
    std::string rule_of(std::string_view keyword) const { return pointer_to(rule, keyword); }
};

} // namespace chatmock::schema
