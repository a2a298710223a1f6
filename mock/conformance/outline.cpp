#include "conformance/outline.hpp"

#include "catalogue/subschemas.hpp"
#include "conformance/formats.hpp"
#include "conformance/limits.hpp"
#include "conformance/wording.hpp"

#include <algorithm>
#include <array>

namespace chatmock::conformance {

namespace {

const std::string items = "*";

class PayloadOutline {
public:
    void add(const Json& value, const std::string& at) {
        if (seen_.size() == places_max && seen_.count(at) == 0) return;
        auto& seen = seen_[at];
        ++seen.count;
        seen.kinds.insert(kind_of(value));
        if (value.is_object()) {
            for (const auto& [name, member] : value.items()) add(member, pointer_to(at, name));
        } else if (value.is_array()) {
            for (const auto& item : value) add(item, pointer_to(at, items));
        }
        if (value.is_object()) ++seen_[at].objects;
    }

    Outline take() const {
        Outline outline;
        for (const auto& [at, seen] : seen_) {
            const auto parent = seen_.find(at.substr(0, at.find_last_of('/')));
            const bool is_item = at.size() > 1 && at.compare(at.size() - 2, 2, "/" + items) == 0;
            const bool always = at.empty() || is_item || seen.count == parent->second.objects;
            outline[at] = {seen.kinds, always, {}};
        }
        return outline;
    }

private:
    struct Seen {
        std::set<std::string> kinds;
        std::size_t count = 0;
        std::size_t objects = 0; // how many of them were objects
    };

    std::map<std::string, Seen> seen_;
};

// A schema that refers to itself is followed so deep.
constexpr std::size_t schema_depth_max = 20;

class SchemaOutline {
public:
    explicit SchemaOutline(const Json& root) : root_(root) {}

    void add(const catalogue::Schemas& schemas, const std::string& at, bool always, std::size_t depth) {
        if (outline_.size() == places_max || depth > schema_depth_max) return;
        outline_[at] = {kinds_of(schemas), always, rules_of(schemas)};
        for (const auto& name : catalogue::member_names(schemas))
            add(catalogue::of_member(root_, schemas, name), pointer_to(at, name), is_required(schemas, name),
                depth + 1);
        const auto of_items = catalogue::of_first_item(root_, schemas);
        if (!of_items.empty()) add(of_items, pointer_to(at, items), true, depth + 1);
    }

    Outline take() { return std::move(outline_); }

private:
    static std::set<std::string> kinds_of(const catalogue::Schemas& schemas) {
        std::set<std::string> kinds;
        for (const Json* schema : schemas) {
            const auto format = schema->value("format", Json());
            const bool is_known = format == "uuid" || format == "date-time";
            for (const auto& type : types_named(*schema)) {
                if (type == "string" && is_known) kinds.insert(format.get<std::string>());
                else kinds.insert(type == "array" ? "list" : type);
            }
        }
        return kinds;
    }

    static std::map<std::string, std::set<Json>> rules_of(const catalogue::Schemas& schemas) {
        std::map<std::string, std::set<Json>> rules;
        for (const Json* schema : schemas) {
            for (const auto& [keyword, said] : schema->items()) {
                if (is_rule(keyword, said)) rules[keyword].insert(without_order(keyword, said));
            }
        }
        return rules;
    }

    // Whether it holds values to something that neither kinds nor other places tell.
    static bool is_rule(const std::string& keyword, const Json& said) {
        if (keyword == "format") return said != "uuid" && said != "date-time";
        if (keyword == "additionalProperties") return said != true && said != Json::object();
        constexpr std::array<std::string_view, 9> others = {
            "enum", "const",        "pattern",       "uniqueItems",      "contains",
            "not",  "dependencies", "propertyNames", "patternProperties"};
        return is_limit(keyword) || std::find(others.begin(), others.end(), keyword) != others.end();
    }

    // In which order values are listed says nothing.
    static Json without_order(const std::string& keyword, Json said) {
        if (keyword == "enum" && said.is_array()) std::sort(said.begin(), said.end());
        return said;
    }

    static bool is_required(const catalogue::Schemas& schemas, const std::string& name) {
        return std::any_of(schemas.begin(), schemas.end(), [&](const Json* schema) {
            const auto required = schema->find("required");
            return required != schema->end() && required->is_array() &&
                   std::find(required->begin(), required->end(), Json(name)) != required->end();
        });
    }

    const Json& root_;
    Outline outline_;
};

} // namespace

std::string kind_of(const Json& value) {
    if (value.is_array()) return value.empty() ? "empty list" : "list";
    if (!value.is_string()) return type_of(value);
    const auto format = format_of(value.get_ref<const std::string&>());
    return format.empty() ? "string" : std::string(format);
}

Outline outline_of_payloads(const std::vector<Json>& payloads) {
    PayloadOutline outline;
    for (const auto& payload : payloads) outline.add(payload, "");
    return outline.take();
}

Outline outline_of_schema(const Json& schema) {
    SchemaOutline outline(schema);
    outline.add(catalogue::speaking_with(schema, schema), "", true, 0);
    return outline.take();
}

bool is_within(const std::string& pointer, const std::string& outer) {
    return pointer.size() > outer.size() && pointer.compare(0, outer.size(), outer) == 0 &&
           pointer[outer.size()] == '/';
}

} // namespace chatmock::conformance
