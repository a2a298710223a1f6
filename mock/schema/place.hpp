// A place in a payload, as a chain on the stack: most places never become a pointer's text.
#pragma once

#include "base/json/json.hpp"

namespace chatmock::schema {

class Place {
public:
    Place() = default;
    Place(const Place& parent, const std::string& name) : parent_(&parent), name_(&name) {}
    Place(const Place& parent, std::size_t index) : parent_(&parent), index_(index) {}

    std::string pointer() const {
        if (parent_ == nullptr) return "";
        return name_ != nullptr ? pointer_to(parent_->pointer(), *name_)
                                : pointer_to(parent_->pointer(), index_);
    }

private:
    const Place* parent_ = nullptr;
    const std::string* name_ = nullptr;
    std::size_t index_ = 0;
};

} // namespace chatmock::schema
