// The version of JSON Schema that a document uses, and the kinds of values of its keywords.
#pragma once

#include "base/json/json.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::schema {

enum class Draft { draft7, draft2019, draft2020 };

// A draft, with its enabled vocabularies.
struct Dialect {
    Draft draft = Draft::draft7;
    bool has_applicators = true;
    bool has_validation = true;
    bool has_unevaluated = true;
    bool asserts_formats = false;
};

// The dialect of the meta-schema with this URI; empty if it is not one of JSON Schema's own.
std::optional<Dialect> dialect_named(std::string_view uri);

// The dialect of a meta-schema that lists its vocabularies. Fails with `invalid_value` if it requires an
// unknown one.
Result<Dialect> dialect_of_vocabularies(Dialect base, const Json& vocabularies);

// JSON Schema's own document with this URI, such as a meta-schema; null if there is none.
const Json* document_of_json_schema(std::string_view uri);

enum class Shape { value, schema, schemas, schema_map, schema_or_schemas, dependencies };

// The kind of the keyword's value. An unknown keyword has a plain value.
Shape shape_of(std::string_view keyword, const Dialect& dialect);

// Calls `visit` with every direct subschema and its pointer relative to the schema ("/items/0").
void visit_subschemas(const Json& schema, const Dialect& dialect,
                      const std::function<void(const std::string& at, const Json& subschema)>& visit);

} // namespace chatmock::schema
