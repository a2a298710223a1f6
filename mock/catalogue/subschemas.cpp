#include "catalogue/subschemas.hpp"

#include <set>

namespace chatmock::catalogue {

namespace {

// The member, if it is of that type: what no value is ever held to may be written in any way.
const Json* member_of(const Json& schema, const std::string& name, Json::value_t type) {
    const auto found = schema.find(name);
    return found == schema.end() || found->type() != type ? nullptr : &*found;
}

constexpr auto object = Json::value_t::object;
constexpr auto array = Json::value_t::array;
constexpr auto text = Json::value_t::string;

// Collects schemas, each once: so what refers to one another comes to an end.
class Gathering {
public:
    explicit Gathering(const Json& root) : root_(root) {}

    void add(const Json* schema) {
        if (schema == nullptr || !schema->is_object() || !seen_.insert(schema).second) return;
        if (const Json* reference =
                member_of(*schema, "$ref", text)) { // what stands beside it does not count
            add(referred_to(root_, *reference));
            return;
        }
        schemas_.push_back(schema);
        for (const auto* several : {"allOf", "anyOf", "oneOf"}) {
            if (const Json* list = member_of(*schema, several, array)) {
                for (const auto& each : *list) add(&each);
            }
        }
        for (const auto* one : {"then", "else"}) add(member_of(*schema, one, object));
    }

    Schemas take() { return std::move(schemas_); }

private:
    const Json& root_;
    std::set<const Json*> seen_;
    Schemas schemas_;
};

} // namespace

const Json* referred_to(const Json& root, const Json& reference) {
    try {
        const Json::json_pointer pointer(reference.get_ref<const std::string&>().substr(1));
        return root.contains(pointer) ? &root.at(pointer) : nullptr;
    } catch (const Json::exception&) {
        return nullptr;
    }
}

Schemas speaking_with(const Json& root, const Json& schema) {
    Gathering gathering(root);
    gathering.add(&schema);
    return gathering.take();
}

std::vector<std::string> member_names(const Schemas& schemas) {
    std::vector<std::string> names;
    std::set<std::string> known;
    const auto add = [&](const std::string& name) {
        if (known.insert(name).second) names.push_back(name);
    };
    for (const Json* schema : schemas) {
        if (const Json* properties = member_of(*schema, "properties", object)) {
            for (const auto& [name, property] : properties->items()) add(name);
        }
        if (const Json* required = member_of(*schema, "required", array)) {
            for (const auto& name : *required) {
                if (name.is_string()) add(name.get<std::string>());
            }
        }
    }
    return names;
}

Schemas of_member(const Json& root, const Schemas& schemas, const std::string& name) {
    Gathering gathering(root);
    for (const Json* schema : schemas) {
        if (const Json* properties = member_of(*schema, "properties", object))
            gathering.add(member_of(*properties, name, object));
    }
    return gathering.take();
}

Schemas of_first_item(const Json& root, const Schemas& schemas) {
    Gathering gathering(root);
    for (const Json* schema : schemas) {
        gathering.add(member_of(*schema, "items", object));
        const Json* list = member_of(*schema, "items", array); // one for each item
        if (list != nullptr && !list->empty()) gathering.add(&list->front());
    }
    return gathering.take();
}

} // namespace chatmock::catalogue
