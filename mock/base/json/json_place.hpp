// Where a value is in what was read, as a chain along the call stack. A walk that made the text of each place
// would copy a long name for every element below it.
#pragma once

#include "base/json/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock {

// Does not own what it is made of: a place outlives those within it.
class JsonPlace {
public:
    explicit JsonPlace(std::string_view root) : name_(root) {}

    JsonPlace member(std::string_view name) const { return {this, name, 0, false}; }
    JsonPlace element(std::size_t index) const { return {this, {}, index, true}; }

    // As a JSON Pointer behind the root.
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

// Sets each place that a JSON Pointer of `changes` names to its value, in their order. A null is a null. A
// new member of an object is added; of a list an element is replaced, or added behind its last one by "-" or
// its size. Fails with `invalid_value`, at the pointer below `at`, where there is nothing that could have the
// place.
Result<void> set_places(Json& target, const Json& changes, const std::string& at);

} // namespace chatmock
