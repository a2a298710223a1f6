// Which JSON Schema a document is written in, and what its keywords hold.
#pragma once

#include "base/json/json.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::schema {

enum class Draft { draft7, draft2019, draft2020 };

// A draft, and which of its vocabularies count.
struct Dialect {
    Draft draft = Draft::draft7;
    bool has_applicators = true;
    bool has_validation = true;
    bool has_unevaluated = true;
    bool asserts_formats = false;
};

// Of the schema of schemas with this URI; absent if it is none of JSON Schema's own.
std::optional<Dialect> dialect_named(std::string_view uri);

// Of a schema of schemas that lists its vocabularies. Fails with `invalid_value` if it needs one that is
// unknown.
Result<Dialect> dialect_of_vocabularies(Dialect base, const Json& vocabularies);

// The document of JSON Schema itself with this URI, such as a schema of schemas; null if there is none.
const Json* document_of_json_schema(std::string_view uri);

enum class Shape { value, schema, schemas, schema_map, schema_or_schemas, dependencies };

// What the keyword holds in this dialect. A keyword that the dialect does not have holds a plain value.
Shape shape_of(std::string_view keyword, const Dialect& dialect);

// Calls `visit` with every schema right below the schema, and with its pointer from there ("/items/0").
void visit_subschemas(const Json& schema, const Dialect& dialect,
                      const std::function<void(const std::string& at, const Json& subschema)>& visit);

} // namespace chatmock::schema
