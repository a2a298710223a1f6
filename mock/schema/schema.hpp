// A JSON Schema (draft-07, 2019-09 or 2020-12), compiled once: whether values keep it, and what is wrong with
// those that do not.
#pragma once

#include "schema/document/library.hpp"
#include "schema/finding.hpp"

#include <memory>

namespace chatmock::schema {

struct Node;

struct Settings {
    std::shared_ptr<const Library> library = std::make_shared<const Library>();
    std::string uri = "urn:chatmock:schema"; // of the schema's file: references are relative to it
    bool asserts_formats = false;            // `format` always refuses values, not only warns of them
};

// Immutable; copies share. Any number of threads may use one at once.
class Schema {
public:
    // Fails with `invalid_value` and a pointer if the JSON is not a schema, refers to what is not there, or
    // would be too costly to check.
    static Result<Schema> compile(Json schema, Settings settings = {});

    const Json& json() const;
    const Settings& settings() const;
    const Node& root() const;

    // The documents of the library that it refers to, by URI.
    std::map<std::string, Json> documents() const;

    // Empty if the value keeps the schema. Each mistake is in it once; an empty object that lacks several
    // fields is one, and so is a value that none of several choices fits: then it is about the closest
    // choice.
    Findings check(const Json& value) const;
    bool holds(const Json& value) const;

    // Of a value that keeps the schema: texts that do not have their `format`, where that is not asserted.
    Findings warnings(const Json& value) const;

private:
    struct Compiled;
    friend class Reader;
    explicit Schema(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::schema
