// The answer to a control call.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace chatmock::core {

// A list that may be long. Elements are encoded one at a time, from values that the list keeps: a slow reader
// still gets the state at the time of the call.
class ReplyList {
public:
    virtual ~ReplyList() = default;

    virtual std::size_t size() const = 0;

    // Appends one element as JSON text.
    virtual void append(std::size_t index, std::string& text) const = 0;
};

struct Reply {
    Json body; // an object, if there is a list
    int status = 200;
    std::string text = {};                         // replaces the body: JSON text of a long one
    std::shared_ptr<const ReplyList> entries = {}; // added to the body as its first member `entries`
    std::shared_ptr<const ReplyList> lines = {};   // replaces the body: JSON Lines
    const char* type = nullptr; // of a body that is a text, and answered as it is; null of JSON
};

// The JSON text before and after the entries.
struct ListFrame {
    std::string before;
    std::string after;
};
ListFrame frame_of(const Reply& reply);

std::string text_of(const Reply& reply);
std::string text_of(Reply&& reply); // an rvalue, as it may be large
Json body_of(const Reply& reply);

} // namespace chatmock::core
