// URI references (RFC 3986) between schemas.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::schema {

struct SplitUri {
    std::string without_fragment;
    std::string fragment; // decoded
};

SplitUri split_fragment(std::string_view uri);

// RFC 3986, section 5.2. A non-hierarchical base (`urn:…`) allows a fragment only.
std::string resolve_uri(std::string_view base, std::string_view reference);

// Turns %41 into A; leaves malformed escapes.
std::string percent_decoded(std::string_view text);

} // namespace chatmock::schema
