// Strict reading of a JSON object that a person wrote: every member is asked for by name, and what
// nobody asked for is an error that names the members that exist.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

// Keeps the first error; after it every reader returns its fallback. The object must outlive this.
class Fields {
public:
    // `at` is the JSON Pointer of `object` in what was read.
    Fields(const Json& object, std::string at);

    // The member, or null where it is absent. A member that is JSON null counts as absent, except here.
    const Json* any(std::string_view name);

    // Whether the member is there and not null.
    bool has(std::string_view name) { return present(name) != nullptr; }

    const Json* object(std::string_view name);
    const Json* array(std::string_view name);
    bool boolean(std::string_view name, bool fallback);
    std::string text(std::string_view name, std::string fallback);
    std::int64_t integer(std::string_view name, std::int64_t fallback, std::int64_t least,
                         std::int64_t most = std::numeric_limits<std::int64_t>::max());

    // One of `choices`, as an index into it.
    std::size_t choice(std::string_view name, const std::vector<std::string>& choices, std::size_t fallback);

    // Makes the absence of the member an error.
    void require(std::string_view name);

    // Takes the first error of a nested reader as one's own.
    void fail(Error error);

    std::string at(std::string_view name) const { return pointer_to(at_, name); }

    // To be called last: the first error, or the first member that nobody asked for.
    Result<void> done();

private:
    const Json* present(std::string_view name);
    void expected(std::string_view name, std::string_view what, const Json& came);

    const Json& object_;
    std::string at_;
    std::vector<std::string> known_;
    std::optional<Error> error_;
};

// How a message shows a value that came: its JSON, shortened.
std::string shown(const Json& value);

} // namespace chatmock
