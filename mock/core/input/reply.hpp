// What a control call is answered with.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace chatmock::core {

// The elements of a list that may be long. Each is made when its turn comes, from values that the list holds:
// they are those of the call's instant, however slowly the caller reads.
class ReplyList {
public:
    virtual ~ReplyList() = default;

    virtual std::size_t size() const = 0;

    // Appends one element as JSON text.
    virtual void append(std::size_t index, std::string& text) const = 0;
};

struct Reply {
    Json body; // an object, where there is a list
    int status = 200;
    std::string text = {};                         // the body as JSON text, instead of it: of a long one
    std::shared_ptr<const ReplyList> entries = {}; // the first member of the body, by that name
    std::shared_ptr<const ReplyList> lines = {};   // JSON Lines, instead of the body
    const char* type = nullptr; // of a body that is a text, and answered as it is; null of JSON
};

// What stands before the first and behind the last of the entries, as JSON text.
struct ListFrame {
    std::string before;
    std::string after;
};
ListFrame frame_of(const Reply& reply);

std::string text_of(const Reply& reply);
std::string text_of(Reply&& reply); // moved out, as it may be large
Json body_of(const Reply& reply);

} // namespace chatmock::core
