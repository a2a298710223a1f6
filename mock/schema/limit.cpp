#include "schema/limit.hpp"

#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "schema/pattern/code_points.hpp"

#include <algorithm>
#include <array>

namespace chatmock::schema {

namespace {

constexpr std::array<LimitKeyword, 11> limits = {
    {{"minLength", Measure::characters, Relation::at_least, "at least ", " characters"},
     {"maxLength", Measure::characters, Relation::at_most, "at most ", " characters"},
     {"minimum", Measure::number, Relation::at_least, "at least ", ""},
     {"exclusiveMinimum", Measure::number, Relation::above, "more than ", ""},
     {"maximum", Measure::number, Relation::at_most, "at most ", ""},
     {"exclusiveMaximum", Measure::number, Relation::below, "less than ", ""},
     {"multipleOf", Measure::number, Relation::multiple, "a multiple of ", ""},
     {"minItems", Measure::items, Relation::at_least, "at least ", " items"},
     {"maxItems", Measure::items, Relation::at_most, "at most ", " items"},
     {"minProperties", Measure::fields, Relation::at_least, "at least ", " fields"},
     {"maxProperties", Measure::fields, Relation::at_most, "at most ", " fields"}}};

// `order` is negative, 0 or positive, as the size is less than, equal to or greater than the bound.
bool holds(Relation relation, int order) {
    switch (relation) {
        case Relation::at_least: return order >= 0;
        case Relation::at_most: return order <= 0;
        case Relation::above: return order > 0;
        case Relation::below: return order < 0;
        case Relation::multiple: break;
    }
    return true;
}

int order_of(std::int64_t one, std::int64_t other) { return one < other ? -1 : (one > other ? 1 : 0); }

} // namespace

const LimitKeyword* limit_keyword(std::string_view name) {
    const auto* const found = std::find_if(limits.begin(), limits.end(),
                                           [name](const LimitKeyword& each) { return each.name == name; });
    return found == limits.end() ? nullptr : found;
}

Limit::Limit(const LimitKeyword& keyword, const Json& written)
    : keyword_(&keyword), written_(&written), bound_(decimal_of(written)), small_(bound_.to_int64()) {}

Kept Limit::check(const Json& value) const {
    switch (keyword_->measure) {
        case Measure::number: return is_number(value) ? compare(value) : Kept::yes;
        case Measure::characters:
            return value.is_string() ? compare_size(count_code_points(value.get_ref<const std::string&>()))
                                     : Kept::yes;
        case Measure::items: return value.is_array() ? compare_size(value.size()) : Kept::yes;
        case Measure::fields: return value.is_object() ? compare_size(value.size()) : Kept::yes;
    }
    return Kept::yes;
}

Kept Limit::compare(const Json& number) const {
    const bool is_small = number.is_number_integer() && !number.is_number_unsigned();
    const bool is_natural =
        number.is_number_unsigned() && number.get<std::uint64_t>() <= std::uint64_t{INT64_MAX};
    if (small_ && (is_small || is_natural)) {
        const auto value = number.get<std::int64_t>();
        if (keyword_->relation != Relation::multiple)
            return holds(keyword_->relation, order_of(value, *small_)) ? Kept::yes : Kept::no;
        return *small_ != 0 && (*small_ == -1 || value % *small_ == 0) ? Kept::yes : Kept::no;
    }
    const auto value = decimal_of(number);
    if (keyword_->relation != Relation::multiple)
        return holds(keyword_->relation, value.compare(bound_)) ? Kept::yes : Kept::no;
    const auto is_multiple = value.is_multiple_of(bound_);
    return !is_multiple ? Kept::too_costly : (*is_multiple ? Kept::yes : Kept::no);
}

Kept Limit::compare_size(std::size_t size) const {
    const int order = small_ ? order_of(static_cast<std::int64_t>(size), *small_)
                             : Decimal(static_cast<std::uint64_t>(size)).compare(bound_);
    return holds(keyword_->relation, order) ? Kept::yes : Kept::no;
}

std::string Limit::in_words() const {
    auto after = std::string(keyword_->after);
    if (small_ == 1 && !after.empty()) after.pop_back(); // 1 character
    return std::string(keyword_->before) + shown(*written_) + after;
}

} // namespace chatmock::schema
