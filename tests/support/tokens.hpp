// JSON Web Tokens of a test's clients.
#pragma once

#include "base/text/base64.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace chatmock {

inline std::string base64url(std::string_view bytes) {
    auto text = encode_base64(bytes);
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text.substr(0, text.find('='));
}

inline std::string jwt(std::string_view claims) {
    return base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(claims) + ".c2lnbmF0dXJl";
}

} // namespace chatmock
