#include "schema/schema.hpp"

#include "base/json/fields.hpp"
#include "schema/reader.hpp"
#include "schema/walk.hpp"

namespace chatmock::schema {

namespace {

// An estimate of the value's length as JSON text.
std::size_t size_of(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().size() + 2;
    if (value.is_binary()) return value.get_binary().size() + 2;
    std::size_t size = 2;
    if (value.is_object())
        for (auto member = value.begin(); member != value.end(); ++member)
            size += member.key().size() + size_of(*member);
    else if (value.is_array())
        for (const auto& item : value) size += size_of(item);
    return size;
}

} // namespace

struct Schema::Compiled {
    Json json;
    Settings settings;
    std::optional<Resources> resources;
    Nodes nodes;
};

Result<Schema> Schema::compile(Json schema, Settings settings) {
    if (!schema.is_object() && !schema.is_boolean()) {
        return Error{ErrorCode::invalid_value,
                     "expected a JSON Schema (an object, true or false), got " + shown(schema)};
    }
    auto compiled = std::make_shared<Compiled>();
    compiled->json = std::move(schema);
    compiled->settings = std::move(settings);
    auto& resources =
        compiled->resources.emplace(*compiled->settings.library, compiled->settings.asserts_formats);
    const auto root = resources.add_root(compiled->json, compiled->settings.uri);
    if (!root) return root.error();
    auto nodes = read_nodes(resources, *root);
    if (!nodes) return nodes.error();
    compiled->nodes = std::move(*nodes);
    return Schema(std::move(compiled));
}

const Json& Schema::json() const { return compiled_->json; }
const Settings& Schema::settings() const { return compiled_->settings; }
const Node& Schema::root() const { return *compiled_->nodes.root; }

std::map<std::string, Json> Schema::documents() const {
    std::map<std::string, Json> documents;
    for (const auto& [uri, document] : compiled_->resources->documents()) documents.emplace(uri, *document);
    return documents;
}

Findings Schema::check(const Json& value) const {
    return Walk(compiled_->nodes, Effort::for_payload(size_of(value)), Formats::as_declared).findings(value);
}

bool Schema::holds(const Json& value) const {
    return Walk(compiled_->nodes, Effort::for_payload(size_of(value)), Formats::as_declared).holds(value);
}

Findings Schema::warnings(const Json& value) const {
    if (!compiled_->nodes.have_formats) return {};
    return Walk(compiled_->nodes, Effort::for_payload(size_of(value)), Formats::asserted).findings(value);
}

bool Schema::is_flawless(const Json& value) const {
    return Walk(compiled_->nodes, Effort::for_payload(size_of(value)), Formats::recorded).is_flawless(value);
}

} // namespace chatmock::schema
