// JSON Web Tokens of a test's clients.
#pragma once

#include "base/text/base64.hpp"

#include <string>
#include <string_view>

namespace chatmock {

inline std::string jwt(std::string_view claims) {
    return base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(claims) + ".c2lnbmF0dXJl";
}

} // namespace chatmock
