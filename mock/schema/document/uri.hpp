// URI references (RFC 3986), as schemas refer to each other by them.
#pragma once

#include <string>
#include <string_view>

namespace chatmock::schema {

struct SplitUri {
    std::string without_fragment;
    std::string fragment; // decoded
};

SplitUri split_fragment(std::string_view uri);

// RFC 3986, section 5.2. A base that is not hierarchical (`urn:…`) takes a fragment alone.
std::string resolve_uri(std::string_view base, std::string_view reference);

// %41 becomes A; what is not such an escape stays.
std::string percent_decoded(std::string_view text);

} // namespace chatmock::schema
