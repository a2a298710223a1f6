// What a control call is answered with.
#pragma once

#include "base/json.hpp"

#include <string>

namespace chatmock::core {

struct Reply {
    Json body;
    int status = 200;
    std::string lines = {}; // JSON Lines, instead of the body
    std::string text = {};  // the body as JSON text, instead of it: of one that thousands of members are in
};

std::string text_of(const Reply& reply);
std::string text_of(Reply&& reply); // moved out, as it may be large
Json body_of(const Reply& reply);

} // namespace chatmock::core
