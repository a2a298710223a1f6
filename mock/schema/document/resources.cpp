#include "schema/document/resources.hpp"

#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "schema/document/uri.hpp"

namespace chatmock::schema {

namespace {

const std::string* text_of(const Json& schema, const std::string& keyword) {
    const auto found = schema.find(keyword);
    return found == schema.end() || !found->is_string() ? nullptr : &found->get_ref<const std::string&>();
}

bool asks_for_formats(const Json& schema) {
    const auto own = schema.find("x-chatmock");
    return own != schema.end() && own->is_object() && own->contains("format") &&
           own->at("format") == "assert";
}

// The document's name in messages: a path below the contracts.
std::string label_of(const std::string& uri) {
    constexpr std::string_view files = "file:///";
    return (uri.rfind(files, 0) == 0 ? uri.substr(files.size()) : uri) + "#";
}

} // namespace

Result<Location> Resources::add_root(const Json& document, const std::string& uri) {
    auto location = add(document, uri, "", Dialect());
    if (location) root_dialect_ = location->resource->dialect;
    return location;
}

Result<Location> Resources::add(const Json& document, const std::string& uri, const std::string& label,
                                const Dialect& base) {
    Resource* const resource = &all_.emplace_back();
    resource->uri = resource->file = uri;
    resource->label = label;
    resource->root = &document;
    resource->dialect = base;
    resource->asserts_formats = asserts_formats_;
    by_uri_.emplace(uri, resource);
    by_root_[&document] = resource;
    if (auto identified = identify(document, "", resource); !identified) return identified.error();
    return Location{&document, by_root_.at(&document), ""};
}

Result<Dialect> Resources::dialect_of(const Json& schema, const Dialect& base) {
    const auto* const uri = text_of(schema, "$schema");
    if (uri == nullptr) return base;
    if (const auto known = dialect_named(*uri)) return *known;
    const auto document = library_.find(split_fragment(*uri).without_fragment);
    const auto* const own = document && document->is_object() ? text_of(*document, "$schema") : nullptr;
    const auto of_document = own == nullptr ? std::nullopt : dialect_named(*own);
    if (!of_document) {
        return Error{
            ErrorCode::invalid_value,
            "expected JSON Schema's draft-07, 2019-09 or 2020-12, or a dialect whose schema is below the "
            "contracts, got " +
                shown(Json(*uri)),
            "/$schema"};
    }
    const auto vocabularies = document->find("$vocabulary");
    if (vocabularies == document->end() || !vocabularies->is_object()) return *of_document;
    auto dialect = dialect_of_vocabularies(*of_document, *vocabularies);
    if (!dialect) dialect.error().at = "/$schema";
    return dialect;
}

Result<Resource*> Resources::enter(const Json& schema, const std::string& at, Resource* outer) {
    const bool is_document = at.empty();
    const auto* const id = text_of(schema, "$id");
    const auto dialect = is_document || id != nullptr ? dialect_of(schema, outer->dialect) : outer->dialect;
    if (!dialect) return dialect.error();
    const bool ref_hides_id = dialect->draft == Draft::draft7 && schema.contains("$ref");
    const auto uri = id != nullptr && !ref_hides_id ? resolve_uri(outer->uri, *id) : outer->uri;
    const auto split = split_fragment(uri);
    Resource* resource = outer;
    if (!is_document && split.without_fragment != outer->uri) {
        resource = &all_.emplace_back();
        resource->file = outer->file;
        resource->label = outer->label;
        resource->at = at;
        resource->root = &schema;
        resource->asserts_formats = outer->asserts_formats;
        by_root_[&schema] = resource;
    }
    if (is_document || resource != outer) {
        resource->dialect = *dialect;
        resource->uri = split.without_fragment;
        resource->asserts_formats |= asks_for_formats(schema) || dialect->asserts_formats;
        by_uri_.emplace(resource->uri, resource);
    }
    if (resource->dialect.draft == Draft::draft7 && !split.fragment.empty() && id != nullptr && !ref_hides_id)
        resource->anchors.emplace(split.fragment, &schema);
    return resource;
}

Result<void> Resources::identify(const Json& schema, const std::string& at, Resource* resource) {
    if (!schema.is_object()) return {};
    auto entered = enter(schema, at, resource);
    if (!entered) {
        entered.error().at = at + entered.error().at;
        return entered.error();
    }
    resource = *entered;
    anchored_at_[&schema] = at;
    const auto draft = resource->dialect.draft;
    if (draft != Draft::draft7) {
        if (const auto* anchor = text_of(schema, "$anchor")) resource->anchors.emplace(*anchor, &schema);
        const auto* const dynamic = draft == Draft::draft2020 ? text_of(schema, "$dynamicAnchor") : nullptr;
        if (dynamic != nullptr) resource->dynamic_anchors.emplace(*dynamic, &schema);
        if (dynamic != nullptr) resource->anchors.emplace(*dynamic, &schema);
        const auto recursive = schema.find("$recursiveAnchor");
        if (draft == Draft::draft2019 && recursive != schema.end() && *recursive == Json(true) &&
            resource->root == &schema)
            resource->is_recursive_anchor = true;
    }
    Result<void> done;
    visit_subschemas(schema, resource->dialect, [&](const std::string& below, const Json& subschema) {
        if (done) done = identify(subschema, at + below, resource);
    });
    return done;
}

const Resource* Resources::find(const std::string& uri) {
    const auto known = by_uri_.find(uri);
    if (known != by_uri_.end()) return known->second;
    const Json* document = nullptr;
    if (const auto found = library_.find(uri)) {
        documents_.emplace(uri, found);
        document = found.get();
    } else {
        document = document_of_json_schema(uri);
    }
    if (document == nullptr) return nullptr;
    if (const auto same = by_root_.find(document); same != by_root_.end()) { // known by another URI
        by_uri_.emplace(uri, same->second);
        return same->second;
    }
    const auto added = add(*document, uri, label_of(uri), root_dialect_);
    if (added) return added->resource;
    failure_ = added.error();
    failure_->message = "in " + label_of(uri) + failure_->at + ": " + failure_->message;
    return nullptr;
}

Result<Location> Resources::resolve(const Resource& from, const std::string& reference) {
    failure_.reset();
    const auto uri = split_fragment(resolve_uri(from.uri, reference));
    const Resource* resource = find(uri.without_fragment);
    if (resource == nullptr && !failure_) // its `$id` differs from its file's URI
        resource = find(split_fragment(resolve_uri(from.file, reference)).without_fragment);
    if (resource != nullptr) return follow(*resource, uri.fragment);
    if (failure_) return *failure_;
    Error error{ErrorCode::invalid_value, "expected a reference to a schema below the contracts, got " +
                                              shown(Json(reference)) + ", and nothing is there"};
    std::vector<std::string> names;
    for (const auto& known : library_.uris()) names.push_back(known.substr(known.rfind('/') + 1));
    const auto file = uri.without_fragment.substr(uri.without_fragment.rfind('/') + 1);
    for (const auto& name : nearest_names(file, names)) error.message += "; did you mean " + name + "?";
    return error;
}

Result<Location> Resources::follow(const Resource& resource, const std::string& fragment) const {
    if (fragment.empty()) return Location{resource.root, &resource, resource.at};
    const auto nowhere = [&](const std::string& what) {
        return Error{ErrorCode::invalid_value, "expected a reference to a schema, got one to the " + what +
                                                   " " + shown(Json(fragment)) + ", and nothing is there"};
    };
    if (fragment.front() != '/') {
        const auto anchor = resource.anchors.find(fragment);
        if (anchor == resource.anchors.end()) return nowhere("anchor");
        return locate(resource, anchor->second);
    }
    Location location{resource.root, &resource, resource.at};
    for (std::size_t start = 1; start <= fragment.size();) {
        const auto end = std::min(fragment.find('/', start), fragment.size());
        const auto encoded = fragment.substr(start, end - start);
        std::string token;
        for (std::size_t i = 0; i < encoded.size(); ++i) {
            const bool is_escape = encoded[i] == '~' && i + 1 < encoded.size();
            token += !is_escape ? encoded[i] : (encoded[++i] == '1' ? '/' : '~');
        }
        const Json* next = nullptr;
        if (location.json->is_object()) {
            const auto member = location.json->find(token);
            if (member != location.json->end()) next = &*member;
        } else if (location.json->is_array() && !token.empty() && token.size() < 10 &&
                   token.find_first_not_of("0123456789") == token.npos) {
            const auto index = std::stoul(token);
            if (index < location.json->size()) next = &(*location.json)[index];
        }
        if (next == nullptr) return nowhere("pointer");
        location.json = next;
        location.at = pointer_to(location.at, token);
        location.resource = at(*next, location.resource);
        start = end + 1;
    }
    return location;
}

const Resource* Resources::at(const Json& schema, const Resource* outer) const {
    const auto found = by_root_.find(&schema);
    return found == by_root_.end() ? outer : found->second;
}

Location Resources::locate(const Resource& resource, const Json* schema) const {
    return {schema, at(*schema, &resource), anchored_at_.at(schema)};
}

} // namespace chatmock::schema
