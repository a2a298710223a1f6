// Regular expressions as JSON Schema means them: the syntax of ECMA-262, over Unicode code points.
#pragma once

#include "base/result.hpp"
#include "schema/pattern/effort.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace chatmock::schema {

enum class Match { found, none, too_costly };

// Immutable; copies share.
class Pattern {
public:
    // Fails with `invalid_value`, saying what of the source is not understood.
    static Result<Pattern> compile(std::string_view source);

    const std::string& source() const;

    // Looks anywhere in the text, which is UTF-8. Takes the steps from `effort`; `too_costly` if they are
    // used up.
    Match search(std::string_view text, Effort& effort) const;

private:
    struct Compiled;
    explicit Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

} // namespace chatmock::schema
