// The members of a journal entry that depend on its kind.
#pragma once

#include "base/json/json_text.hpp"
#include "base/json/json_writer.hpp"

#include <string>
#include <string_view>

namespace chatmock::core {

// Members of an object with different names, stored as text: a tree would take much more memory, and every
// client adds some. No name equals a common member that the same entry has.
class Details {
public:
    template <typename Value>
    Details& add(std::string_view name, const Value& value) {
        members_.member(name, value);
        return *this;
    }
    Details& add(const Details& others) {
        members_.json_text(others.text());
        return *this;
    }
    Details& add(const Json& object) {
        members_.members(object);
        return *this;
    }

    // The text between the braces.
    const std::string& text() const { return members_.text(); }

    Json to_json() const { return read_back("{" + text() + "}"); }

    // Frees spare capacity, before long-term storage.
    void shrink() { members_.shrink(); }

private:
    JsonWriter members_;
};

} // namespace chatmock::core
