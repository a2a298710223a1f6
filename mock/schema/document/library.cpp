#include "schema/document/library.hpp"

#include "schema/document/uri.hpp"

namespace chatmock::schema {

void Library::add(const std::string& uri, Json document) {
    const auto shared = std::make_shared<const Json>(std::move(document));
    documents_[uri] = shared;
    if (!shared->is_object()) return;
    const auto id = shared->find("$id");
    if (id != shared->end() && id->is_string())
        documents_.emplace(
            split_fragment(resolve_uri(uri, id->get_ref<const std::string&>())).without_fragment, shared);
}

std::shared_ptr<const Json> Library::find(const std::string& uri) const {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : found->second;
}

std::vector<std::string> Library::uris() const {
    std::vector<std::string> uris;
    for (const auto& [uri, document] : documents_) uris.push_back(uri);
    return uris;
}

} // namespace chatmock::schema
