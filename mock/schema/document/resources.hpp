// The parts of a contract that references can name: documents, schemas with a URI of their own, and anchors.
#pragma once

#include "schema/document/dialect.hpp"
#include "schema/document/library.hpp"

#include <deque>
#include <unordered_map>

namespace chatmock::schema {

// A schema with a URI of its own, and all parts of it without one.
struct Resource {
    std::string uri;
    std::string file;  // the URI at which its document was found
    std::string label; // the prefix of places in its document, before a pointer
    std::string at;    // its pointer in the document
    const Json* root = nullptr;
    Dialect dialect;
    bool asserts_formats = false;
    bool is_recursive_anchor = false;
    std::map<std::string, const Json*> anchors;
    std::map<std::string, const Json*> dynamic_anchors;
};

// A schema and its place.
struct Location {
    const Json* json = nullptr;
    const Resource* resource = nullptr;
    std::string at; // its pointer in the document
};

class Resources {
public:
    Resources(const Library& library, bool asserts_formats)
        : library_(library), asserts_formats_(asserts_formats) {}

    // Adds the contract itself. The document outlives this object.
    Result<Location> add_root(const Json& document, const std::string& uri);

    // Fails with `invalid_value`.
    Result<Location> resolve(const Resource& from, const std::string& reference);

    // The resource that begins at this schema, or `outer` if none does.
    const Resource* at(const Json& schema, const Resource* outer) const;

    // The place of an anchor's schema, or of one below it.
    Location locate(const Resource& resource, const Json* schema) const;

    // The library's documents that references name.
    const std::map<std::string, std::shared_ptr<const Json>>& documents() const { return documents_; }

private:
    Result<Location> add(const Json& document, const std::string& uri, const std::string& label,
                         const Dialect& base);
    Result<Dialect> dialect_of(const Json& schema, const Dialect& base);
    Result<void> identify(const Json& schema, const std::string& at, Resource* resource);
    Result<Resource*> enter(const Json& schema, const std::string& at, Resource* outer);
    const Resource* find(const std::string& uri);
    Result<Location> follow(const Resource& resource, const std::string& fragment) const;

    const Library& library_;
    const bool asserts_formats_;
    Dialect root_dialect_;
    std::deque<Resource> all_;
    std::unordered_map<std::string, Resource*> by_uri_;
    std::unordered_map<const Json*, Resource*> by_root_;
    std::unordered_map<const Json*, std::string> anchored_at_;
    std::map<std::string, std::shared_ptr<const Json>> documents_;
    std::optional<Error> failure_; // of a document that a reference names
};

} // namespace chatmock::schema
