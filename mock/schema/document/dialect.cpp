#include "schema/document/dialect.hpp"

#include <algorithm>
#include <array>

namespace chatmock::schema {

namespace {

struct NamedDraft {
    std::string_view uri;
    Draft draft;
};

constexpr std::array<NamedDraft, 4> drafts = {
    {{"http://json-schema.org/draft-07/schema", Draft::draft7},
     {"https://json-schema.org/draft-07/schema", Draft::draft7},
     {"https://json-schema.org/draft/2019-09/schema", Draft::draft2019},
     {"https://json-schema.org/draft/2020-12/schema", Draft::draft2020}}};

struct ShapedKeyword {
    std::string_view keyword;
    Shape shape;
    Draft first;
    Draft last;
    bool Dialect::*vocabulary; // null if it always applies
};

constexpr auto draft7 = Draft::draft7;
constexpr auto draft2019 = Draft::draft2019;
constexpr auto draft2020 = Draft::draft2020;
constexpr auto applicator = &Dialect::has_applicators;
constexpr auto unevaluated = &Dialect::has_unevaluated;

constexpr std::array<ShapedKeyword, 25> keywords = {{
    {"definitions", Shape::schema_map, draft7, draft2020, nullptr},
    {"$defs", Shape::schema_map, draft2019, draft2020, nullptr},
    {"properties", Shape::schema_map, draft7, draft2020, applicator},
    {"patternProperties", Shape::schema_map, draft7, draft2020, applicator},
    {"additionalProperties", Shape::schema, draft7, draft2020, applicator},
    {"propertyNames", Shape::schema, draft7, draft2020, applicator},
    {"dependencies", Shape::dependencies, draft7, draft2020, applicator},
    {"dependentSchemas", Shape::schema_map, draft2019, draft2020, applicator},
    {"prefixItems", Shape::schemas, draft2020, draft2020, applicator},
    {"items", Shape::schema_or_schemas, draft7, draft2019, applicator},
    {"items", Shape::schema, draft2020, draft2020, applicator},
    {"additionalItems", Shape::schema, draft7, draft2019, applicator},
    {"contains", Shape::schema, draft7, draft2020, applicator},
    {"allOf", Shape::schemas, draft7, draft2020, applicator},
    {"anyOf", Shape::schemas, draft7, draft2020, applicator},
    {"oneOf", Shape::schemas, draft7, draft2020, applicator},
    {"not", Shape::schema, draft7, draft2020, applicator},
    {"if", Shape::schema, draft7, draft2020, applicator},
    {"then", Shape::schema, draft7, draft2020, applicator},
    {"else", Shape::schema, draft7, draft2020, applicator},
    {"unevaluatedItems", Shape::schema, draft2019, draft2019, applicator},
    {"unevaluatedItems", Shape::schema, draft2020, draft2020, unevaluated},
    {"unevaluatedProperties", Shape::schema, draft2019, draft2019, applicator},
    {"unevaluatedProperties", Shape::schema, draft2020, draft2020, unevaluated},
    {"contentSchema", Shape::schema, draft2019, draft2020, nullptr},
}};

bool is_schema(const Json& json) { return json.is_object() || json.is_boolean(); }

} // namespace

std::optional<Dialect> dialect_named(std::string_view uri) {
    if (!uri.empty() && uri.back() == '#') uri.remove_suffix(1);
    const auto* const found = std::find_if(drafts.begin(), drafts.end(),
                                           [uri](const NamedDraft& named) { return named.uri == uri; });
    if (found == drafts.end()) return std::nullopt;
    Dialect dialect;
    dialect.draft = found->draft;
    return dialect;
}

Result<Dialect> dialect_of_vocabularies(Dialect base, const Json& vocabularies) {
    const std::string root = base.draft == Draft::draft2019 ? "https://json-schema.org/draft/2019-09/vocab/"
                                                            : "https://json-schema.org/draft/2020-12/vocab/";
    base.has_applicators = base.has_validation = base.has_unevaluated = false;
    for (const auto& [uri, required] : vocabularies.items()) {
        const auto name = uri.rfind(root, 0) == 0 ? uri.substr(root.size()) : "";
        if (name == "applicator") base.has_applicators = true;
        else if (name == "validation") base.has_validation = true;
        else if (name == "unevaluated") base.has_unevaluated = true;
        else if (name == "format-assertion" || (name == "format" && required == Json(true)))
            base.asserts_formats = true;
        else if (required == Json(true) && name != "core" && name != "meta-data" && name != "content" &&
                 name != "format" && name != "format-annotation")
            return Error{ErrorCode::invalid_value, "expected vocabularies of JSON Schema alone, got " + uri};
    }
    return base;
}

Shape shape_of(std::string_view keyword, const Dialect& dialect) {
    for (const auto& each : keywords) {
        if (each.keyword != keyword || dialect.draft < each.first || dialect.draft > each.last) continue;
        return each.vocabulary == nullptr || dialect.*each.vocabulary ? each.shape : Shape::value;
    }
    return Shape::value;
}

void visit_subschemas(const Json& schema, const Dialect& dialect,
                      const std::function<void(const std::string& at, const Json& subschema)>& visit) {
    if (!schema.is_object()) return;
    for (const auto& [keyword, value] : schema.items()) {
        const auto shape = shape_of(keyword, dialect);
        const auto at = pointer_to("", keyword);
        const bool may_be_one = shape == Shape::schema || shape == Shape::schema_or_schemas;
        if (may_be_one && is_schema(value)) visit(at, value);
        const bool may_be_list = shape == Shape::schemas || shape == Shape::schema_or_schemas;
        for (std::size_t i = 0; may_be_list && value.is_array() && i < value.size(); ++i)
            if (is_schema(value[i])) visit(pointer_to(at, i), value[i]);
        if ((shape != Shape::schema_map && shape != Shape::dependencies) || !value.is_object()) continue;
        for (const auto& [name, each] : value.items())
            if (is_schema(each)) visit(pointer_to(at, name), each);
    }
}

} // namespace chatmock::schema
