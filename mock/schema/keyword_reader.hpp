// Reads the keywords of one schema, except its references.
#pragma once

#include "schema/node.hpp"

#include <string>
#include <unordered_map>

namespace chatmock::schema {

// "expected …, got …"
Error not_expected(const std::string& expected, const Json& got, const std::string& at);

// The patterns of a schema. Many of its strings may have the same one, which is compiled once.
class Patterns {
public:
    Result<Pattern> compile(const std::string& source);

private:
    std::unordered_map<std::string, Pattern> compiled_; // by their sources
};

class KeywordReader {
public:
    // The node of a subschema at this relative pointer; null after a mistake, which the reader's owner keeps.
    using NodeOf = std::function<const Node*(const Json& json, const std::string& below)>;

    KeywordReader(Node& node, NodeOf node_of, Patterns& patterns)
        : node_(node), schema_(*node.source), node_of_(std::move(node_of)), patterns_(patterns) {}

    // Fails with `invalid_value` and the keyword's pointer.
    Result<void> read();

private:
    bool has(std::string_view keyword, Draft first = Draft::draft7, Draft last = Draft::draft2020) const;
    const Json* value(std::string_view keyword) const;
    const Node* schema(std::string_view keyword);
    std::vector<const Node*> schemas(std::string_view keyword);
    std::vector<std::string> names(const Json& list, const std::string& at);
    std::uint64_t count(std::string_view keyword, std::uint64_t fallback);
    void refuse(const std::string& expected, const Json& got, const std::string& below);

    void read_validation();
    void read_type();
    void read_values();
    void read_pattern();
    void read_format();
    void read_limits();
    void read_object();
    void read_properties();
    void read_pattern_properties();
    void read_dependencies();
    void read_array();
    void read_items();
    void read_in_place();

    Node& node_;
    const Json& schema_;
    NodeOf node_of_;
    Patterns& patterns_;
    std::optional<Error> error_;
};

} // namespace chatmock::schema
