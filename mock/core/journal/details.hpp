// What a kind of journal entry has beside what all have.
#pragma once

#include "base/json/json_text.hpp"
#include "base/json/json_writer.hpp"

#include <string>
#include <string_view>

namespace chatmock::core {

// Members of an object, each of another name, kept as their text: every client brings some, and a tree of
// them takes much more room. None is named like what all entries have.
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

    // As they stand between the braces.
    const std::string& text() const { return members_.text(); }

    Json to_json() const { return read_back("{" + text() + "}"); }

    // For who keeps them long.
    void shrink() { members_.shrink(); }

private:
    JsonWriter members_;
};

} // namespace chatmock::core
