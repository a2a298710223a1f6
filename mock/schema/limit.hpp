// Keywords that compare a size with a number.
#pragma once

#include "base/json/json.hpp"
#include "base/text/decimal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::schema {

enum class Measure { number, characters, items, fields };
enum class Relation { at_least, at_most, above, below, multiple };

struct LimitKeyword {
    std::string_view name;
    Measure measure;
    Relation relation;
    std::string_view before; // the message's words before the number
    std::string_view after;
};

// Null if the keyword is not a limit.
const LimitKeyword* limit_keyword(std::string_view name);

enum class Kept { yes, no, too_costly };

class Limit {
public:
    // `written` is a number, and outlives this object.
    Limit(const LimitKeyword& keyword, const Json& written);

    const LimitKeyword& keyword() const { return *keyword_; }

    // Values that the keyword does not measure pass.
    Kept check(const Json& value) const;

    // "at most 3 characters"
    std::string in_words() const;

private:
    Kept compare(const Json& number) const;
    Kept compare_size(std::size_t size) const;

    const LimitKeyword* keyword_;
    const Json* written_;
    Decimal bound_;
    std::optional<std::int64_t> small_; // the bound, if it is an integer
};

} // namespace chatmock::schema
