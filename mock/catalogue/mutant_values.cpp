#include "catalogue/mutant_values.hpp"

#include "base/json/fields.hpp"
#include "base/json/number.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chatmock::catalogue {

namespace {

// Values past a larger limit are not made.
constexpr std::size_t value_bytes_max = 1000000;

// Numbers beyond are not exact in every reader of JSON.
constexpr double exact_max = 9007199254740991; // 2^53 - 1

struct Sample {
    Json value;
    std::vector<std::string> types; // of the sample
};

// The wrong type is the first sample's that has none of the allowed types.
const std::vector<Sample>& samples() {
    static const std::vector<Sample> all = {{7, {"integer", "number"}},
                                            {"7", {"string"}},
                                            {true, {"boolean"}},
                                            {Json::object(), {"object"}},
                                            {Json::array(), {"array"}}};
    return all;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " or ") + word;
    return text;
}

bool names(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// The text with a length within both limits.
std::string fitted(std::string text, std::size_t least, std::size_t most) {
    if (text.size() > most) text.resize(most);
    if (text.size() < least) text.resize(least, text.back());
    return text;
}

class Mutations {
public:
    Mutations(const schema::Parts& parts, const Json* present) : parts_(parts), present_(present) {
        for (const Json* type : values_of("type")) {
            for (const auto& name : type->is_array() ? *type : Json::array({*type}))
                if (name.is_string()) types_.push_back(name.get<std::string>());
        }
    }

    std::vector<Candidate> all() {
        put_wrong_type();
        put("null", nullptr);
        put_empty();
        if (may_be("string")) {
            put_malformed();
            put_lengths();
        }
        if (may_be("integer") || may_be("number")) put_numbers();
        if (may_be("array")) put_counts();
        put_unlisted();
        return std::move(mutations_);
    }

private:
    void put(std::string_view kind, Json value, const std::string& why = {}) {
        auto does = "puts " + shown(value) + " there" + (why.empty() ? "" : ", " + why);
        mutations_.push_back({kind, std::move(value), std::move(does)});
    }

    void put_text(std::string_view kind, std::size_t length, const std::string& why) {
        auto does = "puts a text of " + std::to_string(length) + " characters there, " + why;
        mutations_.push_back({kind, std::string(length, 'x'), std::move(does)});
    }

    void put_wrong_type() {
        if (types_.empty()) return;
        for (const auto& sample : samples()) {
            const bool allowed = std::any_of(sample.types.begin(), sample.types.end(),
                                             [&](const auto& type) { return names(types_, type); });
            if (!allowed) return put("type", sample.value, "where " + joined(types_) + " is expected");
        }
    }

    void put_empty() {
        if (may_be("string")) put("empty", "");
        if (may_be("array")) put("empty", Json::array());
        if (may_be("object")) put("empty", Json::object());
    }

    void put_malformed() {
        if (values_of("pattern").empty()) return;
        std::size_t least = 1;
        std::size_t most = value_bytes_max;
        for (const auto length : sizes_of("minLength")) least = std::max(least, length);
        for (const auto length : sizes_of("maxLength")) most = std::min(most, length);
        if (least > most) return;
        for (const auto* text : {"malformed", "12345", "?", " "})
            put("format", fitted(text, least, most), "which its pattern refuses");
    }

    void put_lengths() {
        for (const auto least : sizes_of("minLength"))
            if (least > 1) put_text("too_short", least - 1, "one less than is allowed");
        for (const auto most : sizes_of("maxLength"))
            put_text("too_long", most + 1, "one more than is allowed");
    }

    void put_numbers() {
        const std::string low = "below the least that is allowed";
        const std::string high = "above the most that is allowed";
        for (const auto least : numbers_of("minimum")) put_number("too_small", std::ceil(least) - 1, low);
        for (const auto bound : numbers_of("exclusiveMinimum"))
            put_number("too_small", std::floor(bound), low);
        for (const auto most : numbers_of("maximum")) put_number("too_large", std::floor(most) + 1, high);
        for (const auto bound : numbers_of("exclusiveMaximum"))
            put_number("too_large", std::ceil(bound), high);
    }

    void put_number(std::string_view kind, double value, const std::string& why) {
        if (std::abs(value) <= exact_max) put(kind, static_cast<std::int64_t>(value), why);
    }

    // Lists are cut, or extended by copies of their first item.
    void put_counts() {
        if (present_ == nullptr || !present_->is_array() || present_->empty()) return;
        for (const auto least : sizes_of("minItems"))
            if (least > 1 && least <= present_->size() + 1)
                put_items("too_few", least - 1, "one less than is allowed");
        const auto item_bytes = to_text(present_->front()).size();
        for (const auto most : sizes_of("maxItems"))
            if (most < value_bytes_max / item_bytes)
                put_items("too_many", most + 1, "one more than is allowed");
    }

    void put_items(std::string_view kind, std::size_t count, const std::string& why) {
        Json list = Json::array();
        for (std::size_t i = 0; i < count; ++i)
            list.push_back(i < present_->size() ? (*present_)[i] : present_->front());
        auto does = "puts " + std::to_string(count) + " items there, " + why;
        mutations_.push_back({kind, std::move(list), std::move(does)});
    }

    // A value with the type of the listed ones, but not listed.
    void put_unlisted() {
        std::vector<const Json*> listed = values_of("const");
        for (const Json* list : values_of("enum"))
            for (const auto& each : *list) listed.push_back(&each);
        const auto any = [&listed](bool (Json::*is_so)() const noexcept) {
            return std::any_of(listed.begin(), listed.end(), [&](auto* each) { return (each->*is_so)(); });
        };
        const std::string why = "which is not among its values";
        if (any(&Json::is_string)) put("value", "unlisted", why);
        if (any(&Json::is_boolean)) {
            put("value", true, why);
            put("value", false, why);
        }
        std::optional<double> largest;
        for (const Json* each : listed)
            if (const auto number = double_of(*each))
                largest = std::max(largest.value_or(-exact_max), *number);
        if (largest) put_number("value", std::floor(*largest) + 1, why);
    }

    bool may_be(const std::string& type) const { return types_.empty() || names(types_, type); }

    std::vector<const Json*> values_of(const std::string& keyword) const {
        std::vector<const Json*> values;
        for (const auto* part : parts_)
            if (const Json* value = schema::keyword_of(*part, keyword)) values.push_back(value);
        return values;
    }

    std::vector<double> numbers_of(const std::string& keyword) const {
        std::vector<double> numbers;
        for (const Json* value : values_of(keyword))
            if (const auto number = double_of(*value)) numbers.push_back(*number);
        return numbers;
    }

    std::vector<std::size_t> sizes_of(const std::string& keyword) const {
        std::vector<std::size_t> sizes;
        for (const auto number : numbers_of(keyword))
            if (number >= 0 && number < value_bytes_max) sizes.push_back(static_cast<std::size_t>(number));
        return sizes;
    }

    const schema::Parts& parts_;
    const Json* present_;
    std::vector<std::string> types_; // named by the schema
    std::vector<Candidate> mutations_;
};

} // namespace

std::vector<Candidate> mutations_of(const schema::Parts& parts, const Json* present) {
    return Mutations(parts, present).all();
}

} // namespace chatmock::catalogue
