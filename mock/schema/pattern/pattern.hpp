// Regular expressions of JSON Schema: ECMA-262's syntax, over Unicode code points.
#pragma once

#include "base/result.hpp"
#include "schema/pattern/effort.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::schema {

enum class Match { found, none, too_costly };

// Immutable; copies share data.
class Pattern {
public:
    // Fails with `invalid_value` and names the part that it does not understand.
    static Result<Pattern> compile(std::string_view source);

    const std::string& source() const;

    // Searches anywhere in the text, which is UTF-8. Counts its steps in `effort`; returns `too_costly` when
    // they are used up.
    Match search(std::string_view text, Effort& effort) const;

private:
    struct Compiled;
    explicit Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::schema
