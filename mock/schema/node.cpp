#include "schema/node.hpp"

#include "base/json/number.hpp"

#include <algorithm>
#include <cmath>

namespace chatmock::schema {

Types types_of(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return null_type;
        case Json::value_t::boolean: return boolean_type;
        case Json::value_t::object: return object_type;
        case Json::value_t::array: return array_type;
        case Json::value_t::string: return string_type;
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned: return number_type | integer_type;
        case Json::value_t::number_float: {
            const auto number = value.get<double>();
            return std::floor(number) == number ? number_type | integer_type : number_type;
        }
        default: break;
    }
    if (!is_number(value)) return 0;
    return decimal_of(value).is_integer() ? number_type | integer_type : number_type;
}

const Node* Node::property(const std::string& name) const {
    const auto found =
        std::lower_bound(properties.begin(), properties.end(), name,
                         [](const Property& each, const std::string& wanted) { return each.name < wanted; });
    return found == properties.end() || found->name != name ? nullptr : found->node;
}

std::vector<const Node*> Node::in_place() const {
    std::vector<const Node*> nodes = all;
    nodes.insert(nodes.end(), any.begin(), any.end());
    nodes.insert(nodes.end(), one.begin(), one.end());
    for (const auto* each : {reference, refused, condition, consequence, alternative})
        if (each != nullptr) nodes.push_back(each);
    if (dynamic_reference) nodes.push_back(dynamic_reference->lexical);
    for (const auto& dependency : dependencies)
        if (dependency.node != nullptr) nodes.push_back(dependency.node);
    return nodes;
}

} // namespace chatmock::schema
