#include "schema/parts.hpp"

#include <unordered_set>

namespace chatmock::schema {

namespace {

// Collects each schema once, so circular references end.
class Gathering {
public:
    void add(const Node* node) {
        if (node == nullptr || !node->source->is_object() || !seen_.insert(node).second) return;
        parts_.push_back(node);
        add(node->reference);
        if (node->dynamic_reference) add(node->dynamic_reference->lexical);
        for (const auto* several : {&node->all, &node->any, &node->one})
            for (const auto* each : *several) add(each);
        add(node->consequence);
        add(node->alternative);
    }

    Parts take() { return std::move(parts_); }

private:
    std::unordered_set<const Node*> seen_;
    Parts parts_;
};

} // namespace

Parts parts_of(const Node& schema) {
    Gathering gathering;
    gathering.add(&schema);
    return gathering.take();
}

std::vector<std::string> member_names(const Parts& parts) {
    std::vector<std::string> names;
    std::unordered_set<std::string> known;
    for (const auto* part : parts) {
        for (const auto* several : {&part->property_names_in_order, &part->required})
            for (const auto& name : *several)
                if (known.insert(name).second) names.push_back(name);
    }
    return names;
}

Parts of_member(const Parts& parts, const std::string& name) {
    Gathering gathering;
    for (const auto* part : parts) gathering.add(part->property(name));
    return gathering.take();
}

Parts of_first_item(const Parts& parts) {
    Gathering gathering;
    for (const auto* part : parts) gathering.add(part->prefix.empty() ? part->items : part->prefix.front());
    return gathering.take();
}

const Json* keyword_of(const Node& schema, const std::string& keyword) {
    if (!schema.source->is_object()) return nullptr;
    const auto found = schema.source->find(keyword);
    return found == schema.source->end() ? nullptr : &*found;
}

} // namespace chatmock::schema
