// A JSON Schema (draft-07, 2019-09 or 2020-12), compiled once: checks values and reports their mistakes.
#pragma once

#include "schema/document/library.hpp"
#include "schema/finding.hpp"

#include <memory>

namespace chatmock::schema {

struct Node;

struct Settings {
    std::shared_ptr<const Library> library = std::make_shared<const Library>();
    std::string uri = "urn:chatmock:schema"; // the URI of the schema's file: references are relative to it
    bool asserts_formats = false;            // a wrong `format` always refuses a value
};

// Immutable; copies share data. Several threads may use one at once.
class Schema {
public:
    // Fails with `invalid_value` and a pointer if the JSON is not a schema, has a broken reference, or is too
    // costly to check.
    static Result<Schema> compile(Json schema, Settings settings = {});

    const Json& json() const;
    const Settings& settings() const;
    const Node& root() const;

    // The library's documents that it refers to, by URI.
    std::map<std::string, Json> documents() const;

    // Empty if the value is valid. Each mistake is listed once: an empty object without several fields is one
    // mistake, and a value that matches none of several choices is one about the closest choice.
    Findings check(const Json& value) const;
    bool holds(const Json& value) const;

    // For a valid value: texts that do not match their `format`, if formats are not asserted.
    Findings warnings(const Json& value) const;

    // True if the value is valid and each text that was met matches its `format`: check() and warnings() find
    // nothing. Takes one walk instead of two.
    bool is_flawless(const Json& value) const;

private:
    struct Compiled;
    friend class Reader;
    explicit Schema(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::schema
