// The keywords that hold a number against the size of something.
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
    std::string_view before; // the limit, in words
    std::string_view after;
};

// Null if the keyword is no limit.
const LimitKeyword* limit_keyword(std::string_view name);

enum class Kept { yes, no, too_costly };

class Limit {
public:
    // `written` is a number, and outlives this.
    Limit(const LimitKeyword& keyword, const Json& written);

    const LimitKeyword& keyword() const { return *keyword_; }

    // A value that the keyword does not measure keeps it.
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
