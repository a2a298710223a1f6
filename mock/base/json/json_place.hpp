// The place of a value in the input, as a chain along the call stack. Building the text of each place would
// copy a long name for every element below it.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock {

// Does not own its parent: a place outlives the places within it.
class JsonPlace {
public:
    explicit JsonPlace(std::string_view root) : name_(root) {}

    JsonPlace member(std::string_view name) const { return {this, name, 0, false}; }
    JsonPlace element(std::size_t index) const { return {this, {}, index, true}; }

    // As a JSON Pointer, relative to the root.
    std::string pointer() const {
        if (parent_ == nullptr) return std::string(name_);
        return is_element_ ? pointer_to(parent_->pointer(), index_) : pointer_to(parent_->pointer(), name_);
    }

private:
    JsonPlace(const JsonPlace* parent, std::string_view name, std::size_t index, bool is_element)
        : parent_(parent), name_(name), index_(index), is_element_(is_element) {}

    const JsonPlace* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
    bool is_element_ = false;
};

// The member of an object or the element of a list; null if it does not exist.
const Json* member_at(const Json& parent, const std::string& name);

// The value at a JSON Pointer. Fails with `invalid_value`, without a place, where there is none.
Result<Json> value_at(const Json& whole, const std::string& pointer);

// Sets the value at each JSON Pointer of `changes`, in their order. A null sets null. In an object, a new
// member is added. In a list, an element is replaced, or appended by "-" or by the list's size. Fails with
// `invalid_value`, at the pointer below `at`, if the parent does not exist or cannot have such a member.
Result<void> set_places(Json& target, const Json& changes, const std::string& at);

} // namespace chatmock
