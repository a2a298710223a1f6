#include "conformance/outline.hpp"

#include "conformance/formats.hpp"
#include "schema/parts.hpp"
#include "schema/wording.hpp"

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
        std::size_t objects = 0; // the number of values that were objects
    };

    std::map<std::string, Seen> seen_;
};

// The limit for schemas that refer to themselves.
constexpr std::size_t schema_depth_max = 20;

class SchemaOutline {
public:
    void add(const schema::Parts& parts, const std::string& at, bool always, std::size_t depth) {
        if (outline_.size() == places_max || depth > schema_depth_max) return;
        outline_[at] = {kinds_of(parts), always, rules_of(parts)};
        for (const auto& name : schema::member_names(parts))
            add(schema::of_member(parts, name), pointer_to(at, name), is_required(parts, name), depth + 1);
        const auto of_items = schema::of_first_item(parts);
        if (!of_items.empty()) add(of_items, pointer_to(at, items), true, depth + 1);
    }

    Outline take() { return std::move(outline_); }

private:
    static std::set<std::string> kinds_of(const schema::Parts& parts) {
        std::set<std::string> kinds;
        for (const auto* part : parts) {
            const Json* const format = schema::keyword_of(*part, "format");
            const bool is_known = format != nullptr && (*format == "uuid" || *format == "date-time");
            for (const auto& type : schema::types_named(*part->source)) {
                if (type == "string" && is_known) kinds.insert(format->get<std::string>());
                else kinds.insert(type == "array" ? "list" : type);
            }
        }
        return kinds;
    }

    static std::map<std::string, std::set<Json>> rules_of(const schema::Parts& parts) {
        std::map<std::string, std::set<Json>> rules;
        for (const auto* part : parts) {
            for (const auto& [keyword, said] : part->source->items()) {
                if (is_rule(keyword, said)) rules[keyword].insert(without_order(keyword, said));
            }
        }
        return rules;
    }

    // True if the keyword restricts values in a way that kinds and other places do not show.
    static bool is_rule(const std::string& keyword, const Json& said) {
        if (keyword == "format") return said != "uuid" && said != "date-time";
        if (keyword == "additionalProperties") return said != true && said != Json::object();
        constexpr std::array<std::string_view, 9> others = {
            "enum", "const",        "pattern",       "uniqueItems",      "contains",
            "not",  "dependencies", "propertyNames", "patternProperties"};
        return schema::limit_keyword(keyword) != nullptr ||
               std::find(others.begin(), others.end(), keyword) != others.end();
    }

    // The order of listed values does not matter.
    static Json without_order(const std::string& keyword, Json said) {
        if (keyword == "enum" && said.is_array()) std::sort(said.begin(), said.end());
        return said;
    }

    static bool is_required(const schema::Parts& parts, const std::string& name) {
        return std::any_of(parts.begin(), parts.end(), [&](const schema::Node* part) {
            return std::find(part->required.begin(), part->required.end(), name) != part->required.end();
        });
    }

    Outline outline_;
};

} // namespace

std::string kind_of(const Json& value) {
    if (value.is_array()) return value.empty() ? "empty list" : "list";
    if (!value.is_string()) return schema::type_of(value);
    const auto format = format_of(value.get_ref<const std::string&>());
    return format.empty() ? "string" : std::string(format);
}

Outline outline_of_payloads(const std::vector<Json>& payloads) {
    PayloadOutline outline;
    for (const auto& payload : payloads) outline.add(payload, "");
    return outline.take();
}

Outline outline_of_schema(const schema::Schema& schema) {
    SchemaOutline outline;
    outline.add(schema::parts_of(schema.root()), "", true, 0);
    return outline.take();
}

bool is_within(const std::string& pointer, const std::string& outer) {
    return pointer.size() > outer.size() && pointer.compare(0, outer.size(), outer) == 0 &&
           pointer[outer.size()] == '/';
}

} // namespace chatmock::conformance
