#include "schema/keyword_reader.hpp"

#include "base/json/equality.hpp"
#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>
#include <array>

namespace chatmock::schema {

namespace {

struct NamedType {
    std::string_view name;
    Types types;
};

constexpr std::array<NamedType, 7> all_types = {{{"null", null_type},
                                                 {"boolean", boolean_type},
                                                 {"object", object_type},
                                                 {"array", array_type},
                                                 {"number", number_type | integer_type},
                                                 {"string", string_type},
                                                 {"integer", integer_type}}};

bool is_schema(const Json& json) { return json.is_object() || json.is_boolean(); }

} // namespace

Error not_expected(const std::string& expected, const Json& got, const std::string& at) {
    return {ErrorCode::invalid_value, expected + ", got " + shown(got), at};
}

Result<Pattern> Patterns::compile(const std::string& source) {
    const auto known = compiled_.find(source);
    if (known != compiled_.end()) return known->second;
    auto pattern = Pattern::compile(source);
    if (pattern) compiled_.emplace(source, *pattern);
    return pattern;
}

Result<void> KeywordReader::read() {
    const auto& dialect = node_.resource->dialect;
    const bool only_refers = dialect.draft == Draft::draft7 && schema_.contains("$ref");
    if (!only_refers) {
        if (dialect.has_validation) read_validation();
        read_format();
        read_object();
        read_array();
        read_in_place();
    }
    for (const auto* keyword : {"definitions", "$defs"}) { // reports mistakes in unused ones, too
        if (shape_of(keyword, dialect) != Shape::schema_map) continue;
        const Json* const definitions = value(keyword);
        if (definitions == nullptr) continue;
        if (!definitions->is_object())
            refuse("expected an object of schemas", *definitions, pointer_to("", keyword));
        else
            for (const auto& [name, each] : definitions->items())
                (void)node_of_(each, pointer_to(pointer_to("", keyword), name));
    }
    if (error_) return std::move(*error_);
    return {};
}

bool KeywordReader::has(std::string_view keyword, Draft first, Draft last) const {
    const auto draft = node_.resource->dialect.draft;
    return draft >= first && draft <= last && schema_.contains(keyword);
}

const Json* KeywordReader::value(std::string_view keyword) const {
    const auto found = schema_.find(keyword);
    return found == schema_.end() ? nullptr : &*found;
}

const Node* KeywordReader::schema(std::string_view keyword) {
    const auto shape = shape_of(keyword, node_.resource->dialect);
    const Json* const json = value(keyword);
    if (json == nullptr || shape == Shape::value) return nullptr;
    return node_of_(*json, pointer_to("", keyword));
}

std::vector<const Node*> KeywordReader::schemas(std::string_view keyword) {
    std::vector<const Node*> nodes;
    const Json* const list = value(keyword);
    const auto at = pointer_to("", keyword);
    if (list == nullptr || shape_of(keyword, node_.resource->dialect) == Shape::value) return nodes;
    if (!list->is_array() || (list->empty() && keyword != "items")) {
        refuse("expected a list of schemas", *list, at);
        return nodes;
    }
    for (std::size_t i = 0; i < list->size(); ++i) nodes.push_back(node_of_((*list)[i], pointer_to(at, i)));
    return nodes;
}

std::vector<std::string> KeywordReader::names(const Json& list, const std::string& at) {
    std::vector<std::string> names;
    const bool are_names = list.is_array() && std::all_of(list.begin(), list.end(),
                                                          [](const Json& each) { return each.is_string(); });
    if (!are_names) refuse("expected a list of names", list, at);
    else
        for (const auto& each : list) names.push_back(each.get<std::string>());
    return names;
}

std::uint64_t KeywordReader::count(std::string_view keyword, std::uint64_t fallback) {
    const Json* const json = value(keyword);
    if (json == nullptr) return fallback;
    const bool is_count =
        is_number(*json) && decimal_of(*json).is_integer() && !decimal_of(*json).is_negative();
    if (!is_count) refuse("expected an integer of 0 or more", *json, pointer_to("", keyword));
    else if (const auto small = decimal_of(*json).to_int64()) return static_cast<std::uint64_t>(*small);
    return UINT64_MAX;
}

void KeywordReader::refuse(const std::string& expected, const Json& got, const std::string& below) {
    if (!error_) error_ = not_expected(expected, got, node_.rule + below);
}

void KeywordReader::read_validation() {
    read_type();
    read_values();
    read_pattern();
    read_limits();
    if (const Json* list = value("required")) node_.required = names(*list, "/required");
    const Json* const unique = value("uniqueItems");
    if (unique != nullptr && !unique->is_boolean()) refuse("expected true or false", *unique, "/uniqueItems");
    node_.unique_items = unique != nullptr && *unique == Json(true);
}

void KeywordReader::read_type() {
    const Json* const type = value("type");
    if (type == nullptr) return;
    const Json list = type->is_array() ? *type : Json::array({*type});
    if (list.empty()) return refuse("expected a type's name or a list of them", *type, "/type");
    for (const auto& each : list) {
        if (!each.is_string()) return refuse("expected a type's name or a list of them", *type, "/type");
        const auto& name = each.get_ref<const std::string&>();
        const auto* const known = std::find_if(all_types.begin(), all_types.end(),
                                               [&](const NamedType& named) { return named.name == name; });
        if (known != all_types.end()) {
            node_.types |= known->types;
            continue;
        }
        std::vector<std::string> names;
        for (const auto& named : all_types) names.emplace_back(named.name);
        if (!error_)
            error_ = Error{ErrorCode::invalid_value, unknown_name_message("type", name, names),
                           node_.rule_of("type")};
    }
}

void KeywordReader::read_values() {
    node_.constant = value("const");
    node_.listed = value("enum");
    if (node_.listed == nullptr) return;
    if (!node_.listed->is_array()) return refuse("expected a list of values", *node_.listed, "/enum");
    for (const auto& each : *node_.listed) node_.listed_by_hash.emplace(hash_of(each), &each);
}

void KeywordReader::read_pattern() {
    const Json* const json = value("pattern");
    if (json == nullptr) return;
    if (!json->is_string()) return refuse("expected a regular expression", *json, "/pattern");
    auto pattern = patterns_.compile(json->get_ref<const std::string&>());
    if (pattern) node_.pattern = std::move(*pattern);
    else if (!error_)
        error_ = Error{ErrorCode::invalid_value, pattern.error().message, node_.rule_of("pattern")};
}

// JSON Schema does not check unknown formats.
void KeywordReader::read_format() {
    const Json* const json = value("format");
    if (json == nullptr) return;
    if (!json->is_string()) return refuse("expected the name of a format", *json, "/format");
    const auto& name = json->get_ref<const std::string&>();
    if (const auto* format = format_named(name))
        node_.format = {name, format, node_.resource->asserts_formats};
}

void KeywordReader::read_limits() {
    for (const auto& [keyword, json] : schema_.items()) {
        const auto* const known = limit_keyword(keyword);
        if (known == nullptr) continue;
        const auto at = pointer_to("", keyword);
        if (!is_number(json)) {
            refuse("expected a number", json, at);
        } else if (known->measure != Measure::number) {
            count(keyword, 0);
            node_.limits.emplace_back(*known, json);
        } else if (known->relation == Relation::multiple &&
                   (decimal_of(json).is_zero() || decimal_of(json).is_negative())) {
            refuse("expected a number above 0", json, at);
        } else {
            node_.limits.emplace_back(*known, json);
        }
    }
    std::sort(node_.limits.begin(), node_.limits.end(),
              [](const Limit& one, const Limit& other) { return &one.keyword() < &other.keyword(); });
}

void KeywordReader::read_object() {
    if (node_.resource->dialect.has_applicators) {
        read_properties();
        read_pattern_properties();
    }
    node_.additional_properties = schema("additionalProperties");
    node_.names = schema("propertyNames");
    node_.unevaluated_properties = schema("unevaluatedProperties");
    read_dependencies();
}

void KeywordReader::read_properties() {
    const Json* const properties = value("properties");
    if (properties == nullptr) return;
    if (!properties->is_object()) return refuse("expected an object of schemas", *properties, "/properties");
    for (const auto& [name, each] : properties->items()) {
        node_.properties.push_back({name, node_of_(each, pointer_to("/properties", name))});
        node_.property_names_in_order.push_back(name);
    }
    std::sort(node_.properties.begin(), node_.properties.end(),
              [](const Property& one, const Property& other) { return one.name < other.name; });
}

void KeywordReader::read_pattern_properties() {
    const Json* const properties = value("patternProperties");
    if (properties == nullptr) return;
    const std::string at = "/patternProperties";
    if (!properties->is_object()) return refuse("expected an object of schemas", *properties, at);
    for (const auto& [source, each] : properties->items()) {
        auto pattern = patterns_.compile(source);
        if (pattern)
            node_.pattern_properties.push_back({std::move(*pattern), node_of_(each, pointer_to(at, source))});
        else if (!error_)
            error_ =
                Error{ErrorCode::invalid_value, pattern.error().message, node_.rule + pointer_to(at, source)};
    }
}

void KeywordReader::read_dependencies() {
    const auto& dialect = node_.resource->dialect;
    const bool is_old = dialect.draft == Draft::draft7;
    const bool has_applicators = dialect.has_applicators;
    for (const std::string_view keyword : {"dependencies", "dependentRequired", "dependentSchemas"}) {
        const bool counts = keyword == "dependencies"        ? has_applicators
                            : keyword == "dependentRequired" ? !is_old && dialect.has_validation
                                                             : !is_old && has_applicators;
        const Json* const json = value(keyword);
        if (json == nullptr || !counts) continue;
        const auto at = pointer_to("", keyword);
        if (!json->is_object()) return refuse("expected an object", *json, at);
        for (const auto& [name, wanted] : json->items()) {
            const auto here = pointer_to(at, name);
            Dependency dependency{name, node_.rule + here, {}, nullptr};
            const bool is_list =
                keyword == "dependentRequired" || (keyword == "dependencies" && !is_schema(wanted));
            if (is_list) dependency.required = names(wanted, here);
            else dependency.node = node_of_(wanted, here);
            node_.dependencies.push_back(std::move(dependency));
        }
    }
}

void KeywordReader::read_array() {
    const auto& dialect = node_.resource->dialect;
    if (dialect.has_applicators) read_items();
    node_.contains = schema("contains");
    node_.unevaluated_items = schema("unevaluatedItems");
    if (dialect.draft == Draft::draft7 || !dialect.has_validation) return;
    node_.contains_min = count("minContains", 1);
    if (has("maxContains")) node_.contains_max = count("maxContains", 0);
}

void KeywordReader::read_items() {
    const Json* const items = value("items");
    if (node_.resource->dialect.draft == Draft::draft2020) {
        node_.prefix = schemas("prefixItems");
        node_.prefix_keyword = "prefixItems";
        node_.items = schema("items");
    } else if (items != nullptr && items->is_array()) {
        node_.prefix = schemas("items");
        node_.prefix_keyword = "items";
        node_.items = schema("additionalItems");
    } else {
        node_.items = schema("items");
    }
}

void KeywordReader::read_in_place() {
    node_.all = schemas("allOf");
    node_.any = schemas("anyOf");
    node_.one = schemas("oneOf");
    node_.refused = schema("not");
    node_.condition = schema("if");
    if (node_.condition == nullptr) return;
    node_.consequence = schema("then");
    node_.alternative = schema("else");
}

} // namespace chatmock::schema
