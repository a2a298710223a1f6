#include "base/json/json_place.hpp"

#include "base/text/digits.hpp"

namespace chatmock {

namespace {

// The names in a JSON Pointer (RFC 6901); empty if it is malformed.
std::optional<std::vector<std::string>> names_in(std::string_view pointer) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        const char c = pointer[i];
        if (c == '/') {
            names.emplace_back();
        } else if (names.empty()) {
            return std::nullopt;
        } else if (c != '~') {
            names.back() += c;
        } else {
            const char escaped = ++i < pointer.size() ? pointer[i] : ' ';
            if (escaped != '0' && escaped != '1') return std::nullopt;
            names.back() += escaped == '0' ? '~' : '/';
        }
    }
    return names;
}

// The name as an index of a list of that size, at most the size itself: RFC 6901, section 4, and "-".
std::optional<std::size_t> index_in(const std::string& name, std::size_t size) {
    if (name == "-") return size;
    const auto index = number_in<std::size_t>(name);
    const bool is_written_so = index && std::to_string(*index) == name;
    return is_written_so && *index <= size ? index : std::nullopt;
}

// The value of that name; null if the parent cannot have it. A new member is added only for the last name.
Json* place_in(Json& parent, const std::string& name, bool is_last) {
    if (parent.is_object()) {
        const auto found = parent.find(name);
        if (found != parent.end()) return &*found;
        return is_last ? &parent[name] : nullptr;
    }
    if (!parent.is_array()) return nullptr;
    const auto index = index_in(name, parent.size());
    if (!index || (*index == parent.size() && !is_last)) return nullptr;
    if (*index == parent.size()) parent.push_back(nullptr);
    return &parent[*index];
}

// Describes the parent, for the error message.
std::string shape_of(const Json& parent) {
    if (parent.is_object()) return "an object without it";
    if (parent.is_array()) return "a list of " + std::to_string(parent.size());
    return "a " + std::string(parent.type_name());
}

Error no_pointer(const std::string& pointer) {
    return {ErrorCode::invalid_value,
            "expected a JSON Pointer such as \"/attachments/0/url\", got \"" + pointer + "\""};
}

} // namespace

const Json* member_at(const Json& parent, const std::string& name) {
    if (parent.is_object()) {
        const auto found = parent.find(name);
        return found == parent.end() ? nullptr : &*found;
    }
    const auto index = parent.is_array() ? index_in(name, parent.size()) : std::nullopt;
    return index && *index < parent.size() ? &parent[*index] : nullptr;
}

Result<Json> value_at(const Json& whole, const std::string& pointer) {
    const auto names = names_in(pointer);
    if (!names) return no_pointer(pointer);
    const Json* found = &whole;
    std::string parent_at;
    for (const auto& name : *names) {
        const Json* next = member_at(*found, name);
        if (next == nullptr) {
            return Error{ErrorCode::invalid_value,
                         "expected \"" + name + "\" at \"" + parent_at + "\", got " + shape_of(*found)};
        }
        parent_at = pointer_to(parent_at, name);
        found = next;
    }
    return *found;
}

Result<void> set_places(Json& target, const Json& changes, const std::string& at) {
    for (const auto& [pointer, value] : changes.items()) {
        const auto place = pointer_to(at, pointer);
        const auto names = names_in(pointer);
        if (!names) {
            auto error = no_pointer(pointer);
            error.at = place;
            return error;
        }
        Json* found = &target;
        std::string parent_at;
        for (std::size_t i = 0; i < names->size(); ++i) {
            const auto& name = (*names)[i];
            Json* next = place_in(*found, name, i + 1 == names->size());
            if (next == nullptr) {
                return Error{ErrorCode::invalid_value,
                             "expected a place for \"" + name + "\" at \"" + parent_at + "\", got " +
                                 shape_of(*found),
                             place};
            }
            parent_at = pointer_to(parent_at, name);
            found = next;
        }
        *found = value;
    }
    return {};
}

} // namespace chatmock
