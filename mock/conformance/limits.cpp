#include "conformance/limits.hpp"

#include "base/fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace chatmock::conformance {

namespace {

using Size = std::optional<Json>;

Size number(const Json& value) { return value.is_number() ? Size(value) : std::nullopt; }
Size items(const Json& value) { return value.is_array() ? Size(value.size()) : std::nullopt; }
Size fields(const Json& value) { return value.is_object() ? Size(value.size()) : std::nullopt; }

Size characters(const Json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

bool least(const Json& size, const Json& limit) { return size >= limit; }
bool most(const Json& size, const Json& limit) { return size <= limit; }
bool above(const Json& size, const Json& limit) { return size > limit; }
bool below(const Json& size, const Json& limit) { return size < limit; }

bool divides(const Json& size, const Json& divisor) {
    constexpr double tolerance = std::numeric_limits<double>::epsilon(); // as the contract has it
    return std::abs(std::remainder(size.get<double>(), divisor.get<double>())) <= tolerance;
}

struct Limit {
    std::string_view keyword;
    Size (*size)(const Json& value);
    bool (*keeps)(const Json& size, const Json& limit);
    std::string_view before; // the limit, in words
    std::string_view after;
};

constexpr std::array<Limit, 11> limits = {{{"minLength", characters, least, "at least ", " characters"},
                                           {"maxLength", characters, most, "at most ", " characters"},
                                           {"minimum", number, least, "at least ", ""},
                                           {"exclusiveMinimum", number, above, "more than ", ""},
                                           {"maximum", number, most, "at most ", ""},
                                           {"exclusiveMaximum", number, below, "less than ", ""},
                                           {"multipleOf", number, divides, "a multiple of ", ""},
                                           {"minItems", items, least, "at least ", " items"},
                                           {"maxItems", items, most, "at most ", " items"},
                                           {"minProperties", fields, least, "at least ", " fields"},
                                           {"maxProperties", fields, most, "at most ", " fields"}}};

} // namespace

std::optional<PassedLimit> passed_limit(const Json& schema, const Json& value) {
    for (const auto& limit : limits) {
        const std::string keyword(limit.keyword);
        const auto stated = schema.find(keyword);
        if (stated == schema.end() || !stated->is_number()) continue;
        const auto size = limit.size(value);
        if (!size || limit.keeps(*size, *stated)) continue;
        return PassedLimit{keyword, std::string(limit.before) + shown(*stated) + std::string(limit.after)};
    }
    return std::nullopt;
}

bool is_limit(const std::string& keyword) {
    return std::any_of(limits.begin(), limits.end(),
                       [&](const Limit& limit) { return limit.keyword == keyword; });
}

} // namespace chatmock::conformance
