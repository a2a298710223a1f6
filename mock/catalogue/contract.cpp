#include "catalogue/contract.hpp"

#include "base/binary_json.hpp"
#include "base/fields.hpp"
#include "catalogue/keywords.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <set>

namespace chatmock::catalogue {

namespace {

using PlainJson = nlohmann::json; // what valijson's adapter reads
using Adapter = valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t violations_max = 20;

// valijson takes a NUL for the end of a text, and measures only what is before it.
std::string without_nul(std::string text) {
    std::replace(text.begin(), text.end(), '\0', '\1');
    return text;
}

PlainJson to_plain(const Json& json) {
    if (json.is_object()) {
        auto plain = PlainJson::object();
        for (const auto& [name, value] : json.items()) {
            plain[name.substr(0, repeating_pattern_text_max)] = to_plain(value); // patternProperties
        }
        return plain;
    }
    if (json.is_array()) {
        auto plain = PlainJson::array();
        for (const auto& value : json) plain.push_back(to_plain(value));
        return plain;
    }
    if (json.is_string()) return without_nul(json.get<std::string>());
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_unsigned()) return json.get<std::uint64_t>();
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    return nullptr;
}

// `format` is left to readers: valijson's own check refuses null where null is allowed, and its
// unbounded patterns overflow the stack on long strings. The schemas' `pattern`s carry the formats.
void drop_formats(PlainJson& schema) {
    if (schema.is_object() && schema.contains("format") && schema["format"].is_string())
        schema.erase("format");
    if (!schema.is_structured()) return;
    for (auto& member : schema) drop_formats(member);
}

// A pattern that repeats anything is tried on short texts alone; a longer one is a violation.
void limit_patterns(PlainJson& schema) {
    if (!schema.is_structured()) return;
    for (auto& member : schema) limit_patterns(member);
    if (!schema.is_object() || !schema.contains("pattern") || !schema["pattern"].is_string()) return;
    if (!repeats(schema["pattern"].get_ref<const std::string&>())) return;
    const PlainJson is_short = {{"maxLength", repeating_pattern_text_max}};
    const PlainJson matches = {{"pattern", schema["pattern"]}};
    schema.erase("pattern");
    schema["allOf"].push_back({{"if", is_short}, {"then", matches}, {"else", is_short}});
}

// valijson says where as ["<root>", "[member_info]", "[0]"].
std::string pointer_of(const std::vector<std::string>& context) {
    std::string pointer;
    for (std::size_t i = 1; i < context.size(); ++i) {
        const auto& step = context[i];
        const bool bracketed = step.size() >= 2 && step.front() == '[' && step.back() == ']';
        pointer = pointer_to(pointer, bracketed ? step.substr(1, step.size() - 2) : step);
    }
    return pointer;
}

const Json* value_at(const Json& payload, const std::string& pointer) {
    const Json::json_pointer parsed(pointer);
    return payload.contains(parsed) ? &payload.at(parsed) : nullptr;
}

} // namespace

bool repeats(std::string_view pattern) { return pattern.find_first_of("*+{") != std::string_view::npos; }

struct Patterns::Compiled {
    std::set<std::string> known; // to be regular expressions
    valijson::Validator validator{valijson::Validator::kStrongTypes};
};

Patterns::Patterns() : compiled_(std::make_unique<Compiled>()) {}
Patterns::~Patterns() = default;

struct Contract::Compiled {
    Json schema;
    valijson::Schema rules;
    std::shared_ptr<Patterns> patterns;
    mutable std::string kept_by; // the text of the last payload that was shown to keep it
};

Result<Contract> Contract::compile(Json schema, std::shared_ptr<Patterns> patterns) {
    if (!schema.is_object()) {
        return Error{ErrorCode::invalid_value,
                     "a JSON Schema (an object) was expected, " + shown(schema) + " came"};
    }
    if (auto checked = check_keywords(schema, patterns->compiled_->known); !checked) return checked.error();
    auto compiled = std::make_shared<Compiled>();
    compiled->schema = std::move(schema);
    compiled->patterns = std::move(patterns);
    try {
        auto plain = to_plain(compiled->schema);
        drop_formats(plain);
        limit_patterns(plain);
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(Adapter(plain), compiled->rules);
    } catch (const std::exception& exception) {
        return Error{ErrorCode::invalid_value,
                     std::string("not a JSON Schema (draft 7): ") + exception.what()};
    }
    return Contract(std::move(compiled));
}

const Json& Contract::schema() const { return compiled_->schema; }

std::vector<Violation> Contract::check(const Json& payload) const {
    // Values that compare as equal, like 1 and 1.0, are not the same here. Bytes are written like an object.
    auto text = has_bytes(payload) ? std::string() : to_text(payload);
    if (!text.empty() && compiled_->kept_by == text) return {};
    const auto plain = to_plain(payload);
    valijson::ValidationResults results;
    try {
        auto& validator = compiled_->patterns->compiled_->validator;
        if (validator.validate(compiled_->rules, Adapter(plain), &results)) {
            if (!text.empty()) compiled_->kept_by = std::move(text);
            return {};
        }
    } catch (const std::exception& exception) { // std::regex gives up on very long texts
        return {{"", std::string("the contract could not be checked: ") + exception.what()}};
    }
    std::vector<Violation> violations;
    for (const auto& result : results) {
        if (violations.size() == violations_max) {
            const auto more = results.numErrors() - violations_max;
            violations.push_back({"", "There are " + std::to_string(more) + " more violations."});
            break;
        }
        Violation violation{pointer_of(result.context), result.description};
        if (const Json* came = value_at(payload, violation.at))
            violation.message += " " + shown(*came) + " came.";
        violations.push_back(std::move(violation));
    }
    return violations;
}

} // namespace chatmock::catalogue
