// The documents that schemas may refer to, by URI. Immutable once filled.
#pragma once

#include "base/json/json.hpp"

#include <map>
#include <memory>
#include <string>

namespace chatmock::schema {

class Library {
public:
    // Adds it under this URI and under the document's own `$id`.
    void add(const std::string& uri, Json document);

    // Null if there is none.
    std::shared_ptr<const Json> find(const std::string& uri) const;

    std::vector<std::string> uris() const;

private:
    std::map<std::string, std::shared_ptr<const Json>> documents_;
};

} // namespace chatmock::schema
