// Strict reading of a JSON object that a person wrote. Every member is read by name; a member that is never
// read is an error that lists the valid names.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// Collects every mistake; a member with a mistake reads as the fallback. The object and the names, which are
// not copied, must outlive this reader.
class Fields {
public:
    // `at` is the JSON Pointer of `object` in the input.
    Fields(const Json& object, std::string at);

    // The member, or null if it is absent. Only here a member that is JSON null counts as present.
    const Json* any(std::string_view name);

    // True if the member exists and is not null.
    bool has(std::string_view name) { return present(name) != nullptr; }

    const Json* object(std::string_view name);
    const Json* array(std::string_view name);
    bool boolean(std::string_view name, bool fallback);
    std::string text(std::string_view name, std::string fallback);
    std::int64_t integer(std::string_view name, std::int64_t fallback, std::int64_t least,
                         std::int64_t most = std::numeric_limits<std::int64_t>::max());

    // The member as `parse` reads it. Empty if it is absent or has mistakes, which this reader keeps.
    template <typename Value>
    std::optional<Value> parsed(std::string_view name,
                                Result<Value> (*parse)(const Json& json, const std::string& at)) {
        const Json* json = object(name);
        if (json == nullptr) return std::nullopt;
        auto value = parse(*json, at(name));
        if (value) return std::move(*value);
        fail(value.error());
        return std::nullopt;
    }

    // One of `choices`, as its index.
    std::size_t choice(std::string_view name, const std::vector<std::string>& choices, std::size_t fallback);

    // Reports an error if the member is absent.
    void require(std::string_view name);

    // Merges the mistakes of a nested reader.
    void fail(Error error);

    std::string at(std::string_view name) const { return pointer_to(at_, name); }

    // Call last: returns all mistakes as one error, unknown members among them.
    Result<void> done();

private:
    const Json* present(std::string_view name);
    void refuse_unknown();
    void refuse(std::string_view name, std::string_view what, const Json& got);

    const Json& object_;
    std::string at_;
    std::vector<std::string_view> known_;
    std::vector<const Json*> read_; // members
    std::optional<Error> error_;
};

// Reads each element of a list; fails with the mistakes of all elements.
template <typename Each>
Result<std::vector<Each>> parse_each(const Json& list, const std::string& at,
                                     Result<Each> (*parse)(const Json& json, const std::string& at)) {
    std::vector<Each> all;
    std::optional<Error> error;
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto each = parse(list[i], pointer_to(at, i));
        if (each) all.push_back(std::move(*each));
        else if (error) add_mistake(*error, each.error());
        else error = std::move(each.error());
    }
    if (error) return std::move(*error);
    return all;
}

// The text, or its beginning and an ellipsis. Cuts on a character's boundary, so the result stays UTF-8.
std::string shortened(std::string text, std::size_t length_max);

// The value's JSON, shortened for a message.
std::string shown(const Json& value);

// `invalid_value`: "expected WHAT, got VALUE".
Error expected(std::string_view what, const Json& got, std::string at);

} // namespace chatmock
