#include "catalogue/keywords.hpp"

#include "base/fields.hpp"
#include "base/nearest.hpp"
#include "catalogue/subschemas.hpp"

#include <algorithm>
#include <limits>
#include <regex>
#include <set>

namespace chatmock::catalogue {

namespace {

// std::regex recurses for each part of a pattern.
constexpr std::size_t pattern_length_max = 1000;

Error not_a_keyword(std::string_view expected, const Json& came, std::string at) {
    return {ErrorCode::invalid_value, std::string(expected) + " was expected, " + shown(came) + " came",
            std::move(at)};
}

bool is_regular_expression(const std::string& pattern) {
    try {
        const std::regex compiled(pattern);
        return true;
    } catch (const std::regex_error&) {
        return false;
    }
}

Result<void> check_type(const Json& type, const std::string& at) {
    static const std::vector<std::string> types = {"null",   "boolean", "object", "array",
                                                   "number", "string",  "integer"};
    const Json list = type.is_array() ? type : Json::array({type});
    for (const auto& each : list) {
        if (!each.is_string()) return not_a_keyword("a type's name or a list of them", type, at);
        const auto& name = each.get_ref<const std::string&>();
        if (std::find(types.begin(), types.end(), name) != types.end()) continue;
        return Error{ErrorCode::invalid_value, unknown_name_message("type", name, types), at};
    }
    return {};
}

// The library divides by it, as a signed integer where it is one.
Result<void> check_divisor(const Json& divisor, const std::string& at) {
    const bool is_large =
        divisor.is_number_unsigned() &&
        divisor.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (!divisor.is_number() || (divisor > 0 && !is_large)) return {};
    return not_a_keyword("a number above 0 and below 2 to the power of 63", divisor, at);
}

class Checker {
public:
    Checker(const Json& root, std::set<std::string>& patterns) : root_(root), patterns_(patterns) {}

    Result<void> check(const Json& schema, const std::string& at) {
        if (schema.is_array()) {
            for (std::size_t i = 0; i < schema.size(); ++i) {
                if (auto checked = check(schema[i], pointer_to(at, i)); !checked) return checked;
            }
        }
        if (!schema.is_object()) return {};
        for (const auto& [name, member] : schema.items()) {
            if (name == "const" || name == "enum" || name == "default" || name == "examples") continue;
            const auto here = pointer_to(at, name);
            auto checked = check_keyword(name, member, here);
            if (checked) checked = check(member, here);
            if (!checked) return checked;
        }
        return {};
    }

private:
    Result<void> check_keyword(const std::string& name, const Json& value, const std::string& at) {
        if (value.is_object()) return {}; // a property of that name
        if (name == "type") return check_type(value, at);
        if (name == "multipleOf") return check_divisor(value, at);
        if (!value.is_string()) return {};
        if (name == "pattern") return check_pattern(value, at);
        if (name == "$ref") return check_reference(value, at);
        return {};
    }

    Result<void> check_pattern(const Json& pattern, const std::string& at) {
        const auto& text = pattern.get_ref<const std::string&>();
        if (patterns_.count(text) != 0) return {};
        if (text.size() > pattern_length_max) {
            return not_a_keyword("a pattern of at most " + std::to_string(pattern_length_max) + " bytes",
                                 pattern, at);
        }
        if (!is_regular_expression(text)) return not_a_keyword("a regular expression", pattern, at);
        patterns_.insert(text);
        return {};
    }

    Result<void> check_reference(const Json& reference, const std::string& at) {
        const auto& text = reference.get_ref<const std::string&>();
        if (text.rfind('#', 0) != 0 || text.find('%') != std::string::npos)
            return not_a_keyword("a reference within the contract, such as #/definitions/NAME", reference,
                                 at);
        const Json* target = referred_to(root_, reference);
        std::vector<const Json*> way;
        if (target == nullptr || ends(*target, way)) return {};
        return not_a_keyword("a reference that does not come back to itself", reference, at);
    }

    // Whether checking one and the same value against the schema comes to an end.
    bool ends(const Json& schema, std::vector<const Json*>& way) {
        if (!schema.is_object() || ending_.count(&schema) != 0) return true;
        if (std::find(way.begin(), way.end(), &schema) != way.end()) return false;
        way.push_back(&schema);
        for (const auto* next : tried_on_the_same(schema)) {
            if (!ends(*next, way)) return false;
        }
        way.pop_back();
        ending_.insert(&schema);
        return true;
    }

    std::vector<const Json*> tried_on_the_same(const Json& schema) const {
        std::vector<const Json*> schemas;
        for (const auto& [name, member] : schema.items()) {
            if (name == "$ref" && member.is_string()) {
                if (const Json* target = referred_to(root_, member)) schemas.push_back(target);
            } else if (name == "not" || name == "if" || name == "then" || name == "else") {
                schemas.push_back(&member);
            } else if (name == "allOf" || name == "anyOf" || name == "oneOf" || name == "dependencies") {
                for (const auto& each : member) schemas.push_back(&each);
            }
        }
        return schemas;
    }

    const Json& root_;
    std::set<std::string>& patterns_; // that are regular expressions
    std::set<const Json*> ending_;
};

} // namespace

Result<void> check_keywords(const Json& schema, std::set<std::string>& known) {
    return Checker(schema, known).check(schema, "");
}

} // namespace chatmock::catalogue
