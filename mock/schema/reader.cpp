#include "schema/reader.hpp"

#include "schema/keyword_reader.hpp"
#include "schema/references.hpp"

namespace chatmock::schema {

namespace {

class Reader {
public:
    explicit Reader(Resources& resources) : resources_(resources) {}

    Result<Nodes> read(const Location& root) {
        nodes_.root = node_at(root, "");
        while (!pending_.empty() && !error_) {
            const auto [node, location] = pending_.front();
            pending_.pop_front();
            read_node(*node, location);
        }
        if (!error_) check_references();
        if (error_) return std::move(*error_);
        return std::move(nodes_);
    }

private:
    // The node of the schema there; if the schema is only a reference, the node of its target. Null after a
    // mistake.
    Node* node_at(Location location, const std::string& referred_by) {
        std::set<const Json*> way;
        auto via = referred_by;
        while (is_only_a_reference(location)) {
            const auto& reference = location.json->at("$ref");
            via = rule_at(location, "/$ref");
            if (!reference.is_string()) return refuse("expected a reference to a schema", reference, via);
            if (!way.insert(location.json).second) return refuse_circle(via);
            auto target = resolve(location, reference.get<std::string>(), via);
            if (!target) return nullptr;
            if (location.resource->dialect.draft != Draft::draft7 && target->resource != location.resource)
                break;
            location = *target;
        }
        const auto known = known_.find(location.json);
        if (known != known_.end()) {
            if (!via.empty()) via_.emplace(known->second, via);
            known->second->is_shared = true;
            return known->second;
        }
        nodes_.all.emplace_back();
        Node* const node = &nodes_.all.back();
        node->source = location.json;
        node->resource = location.resource;
        node->rule = rule_at(location, "");
        known_.emplace(location.json, node);
        if (!via.empty()) via_.emplace(node, via);
        pending_.emplace_back(node, location);
        read_anchors(*location.resource);
        return node;
    }

    // In draft-07, keywords beside `$ref` are ignored.
    static bool is_only_a_reference(const Location& location) {
        const auto& json = *location.json;
        if (!json.is_object() || !json.contains("$ref")) return false;
        return location.resource->dialect.draft == Draft::draft7 || json.size() == 1;
    }

    static std::string rule_at(const Location& location, std::string_view below) {
        return location.resource->label + location.at + std::string(below);
    }

    std::optional<Location> resolve(const Location& from, const std::string& reference,
                                    const std::string& at) {
        auto target = resources_.resolve(*from.resource, reference);
        if (target) return *target;
        fail({ErrorCode::invalid_value, target.error().message, at});
        return std::nullopt;
    }

    // Reads all dynamic anchors of a resource: the walk may use any of them.
    void read_anchors(const Resource& resource) {
        if (!seen_.insert(&resource).second) return;
        for (const auto& [name, schema] : resource.dynamic_anchors)
            nodes_.dynamic[{&resource, name}] = node_at(resources_.locate(resource, schema), "");
        if (resource.is_recursive_anchor)
            nodes_.dynamic[{&resource, ""}] = node_at({resource.root, &resource, resource.at}, "");
    }

    void read_node(Node& node, const Location& location) {
        if (node.source->is_boolean()) return;
        if (!node.source->is_object()) {
            refuse("expected a JSON Schema (an object, true or false)", *node.source, node.rule);
            return;
        }
        const auto node_of = [&](const Json& json, const std::string& below) -> const Node* {
            return node_at({&json, resources_.at(json, location.resource), location.at + below}, "");
        };
        KeywordReader keywords(node, node_of, patterns_);
        if (auto done = keywords.read(); !done) return fail(std::move(done.error()));
        if (node.format) nodes_.have_formats = true;
        read_references(node, location);
    }

    void read_references(Node& node, const Location& location) {
        const auto draft = location.resource->dialect.draft;
        if (draft == Draft::draft7) return;
        if (const Json* text = reference_in(node, "$ref"))
            node.reference = target_of(location, *text, "/$ref");
        const auto* const keyword = draft == Draft::draft2019 ? "$recursiveRef" : "$dynamicRef";
        const Json* const text = reference_in(node, keyword);
        if (text == nullptr) return;
        const auto at = pointer_to("", keyword);
        const auto target = resolve(location, text->get<std::string>(), rule_at(location, at));
        if (!target) return;
        const Node* const lexical = node_at(*target, rule_at(location, at));
        const auto anchor = dynamic_anchor(*target, text->get<std::string>(), draft);
        if (!anchor) {
            (node.reference == nullptr ? node.reference : node.all.emplace_back()) = lexical;
            return;
        }
        nodes_.are_dynamic = true;
        node.dynamic_reference = DynamicReference{*anchor, lexical};
    }

    const Json* reference_in(const Node& node, const std::string& keyword) {
        const auto found = node.source->find(keyword);
        if (found == node.source->end()) return nullptr;
        if (found->is_string()) return &*found;
        refuse("expected a reference to a schema", *found, node.rule_of(keyword));
        return nullptr;
    }

    const Node* target_of(const Location& location, const Json& text, const std::string& below) {
        const auto at = rule_at(location, below);
        const auto target = resolve(location, text.get<std::string>(), at);
        return target ? node_at(*target, at) : nullptr;
    }

    // The anchor's name, if the target depends on the walk.
    static std::optional<std::string> dynamic_anchor(const Location& target, const std::string& text,
                                                     Draft draft) {
        if (draft == Draft::draft2019)
            return target.resource->is_recursive_anchor ? std::optional<std::string>("") : std::nullopt;
        const auto mark = text.find('#');
        const auto name = mark == text.npos ? "" : text.substr(mark + 1);
        const auto found = target.resource->dynamic_anchors.find(name);
        const bool is_dynamic =
            found != target.resource->dynamic_anchors.end() && found->second == target.json;
        return is_dynamic ? std::optional(name) : std::nullopt;
    }

    void check_references() {
        const auto tangle = find_tangle(nodes_.all);
        if (!tangle) return;
        const Node* node = tangle->nodes.front();
        for (const auto* each : tangle->nodes)
            if (via_.count(each) != 0) node = each;
        const auto via = via_.find(node);
        const auto at = via == via_.end() ? node->rule : via->second;
        if (tangle->is_circle) refuse_circle(at);
        else
            fail({ErrorCode::invalid_value,
                  "expected at most " + std::to_string(in_place_depth_max) +
                      " schemas in a row that refer to each other for the same value, got more",
                  at});
    }

    Node* refuse_circle(const std::string& at) {
        fail({ErrorCode::invalid_value,
              "expected a reference that does not lead back to itself, got one that does", at});
        return nullptr;
    }

    Node* refuse(const std::string& expected, const Json& got, const std::string& at) {
        fail(not_expected(expected, got, at));
        return nullptr;
    }

    void fail(Error error) {
        if (!error_) error_ = std::move(error);
    }

    Resources& resources_;
    Nodes nodes_;
    Patterns patterns_;
    std::unordered_map<const Json*, Node*> known_;
    std::unordered_map<const Node*, std::string> via_; // a reference to the node
    std::deque<std::pair<Node*, Location>> pending_;
    std::set<const Resource*> seen_;
    std::optional<Error> error_;
};

} // namespace

Result<Nodes> read_nodes(Resources& resources, const Location& root) { return Reader(resources).read(root); }

} // namespace chatmock::schema
