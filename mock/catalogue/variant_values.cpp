#include "catalogue/variant_values.hpp"

#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "base/text/utf8.hpp"
#include "schema/pattern/code_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace chatmock::catalogue {

namespace {

constexpr std::size_t text_length_max = 100000; // for texts that only have to be long
constexpr std::size_t items_without_limit = 100;
constexpr std::int64_t exact_max =
    9007199254740991; // 2^53 - 1: the last integer that every reader of JSON has

struct Sample {
    std::string_view kind;
    std::string_view text;
    std::string_view does;
};

constexpr std::array<Sample, 5> samples = {
    {{"emoji", "👍🏽 👩‍👩‍👧 🏳️‍🌈 1️⃣", "emoji, some of several code points"},
     {"right_to_left", "שלום, مرحبا abc", "Hebrew, Arabic and Latin letters"},
     {"combining", "Z͑ͫa̧ é ñ ẹ́", "letters with combining marks"},
     {"four_byte", "𝔘𝔫𝔦 𠜎 𐍈", "characters of four bytes"},
     {"control", std::string_view("a\0b\t\n\r\x1b\x7f c", 10), "control characters, NUL among them"}}};

// "value_1" to "value_20", with static storage.
std::string_view kind_of_value(std::size_t index) {
    static const auto kinds = [] {
        std::array<std::string, 20> names;
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = "value_" + std::to_string(i + 1);
        return names;
    }();
    return index < kinds.size() ? std::string_view(kinds[index]) : std::string_view();
}

// The text, repeated or cut to a number of characters within both limits.
std::string fitted(std::string_view text, std::size_t least, std::size_t most) {
    std::string result;
    std::size_t length = 0;
    do {
        auto rest = text;
        while (!rest.empty() && length < most) {
            append_character(schema::take_code_point(rest), result);
            ++length;
        }
    } while (length < least && length < most);
    return result;
}

class Variations {
public:
    Variations(const schema::Parts& parts, const Json* present) : parts_(parts), present_(present) {
        for (const auto* part : parts_) types_ |= part->types;
    }

    std::vector<Candidate> all() {
        put("null", nullptr);
        put_listed();
        if (may_be(schema::string_type)) put_texts();
        if (may_be(schema::number_type | schema::integer_type)) put_numbers();
        if (may_be(schema::array_type)) put_lists();
        if (may_be(schema::object_type)) put("empty", Json::object());
        return std::move(candidates_);
    }

private:
    void put(std::string_view kind, Json value) {
        auto does = "puts " + shown(value) + " there";
        candidates_.push_back({kind, std::move(value), std::move(does)});
    }

    void put(std::string_view kind, Json value, std::string does) {
        candidates_.push_back({kind, std::move(value), std::move(does)});
    }

    void put_listed() {
        std::size_t index = 0;
        const auto put_value = [&](const Json& value) {
            if (const auto kind = kind_of_value(index++); !kind.empty()) put(kind, value);
        };
        for (const auto* part : parts_) {
            if (part->constant != nullptr) put_value(*part->constant);
            if (part->listed != nullptr)
                for (const auto& each : *part->listed) put_value(each);
        }
        if (index == 0 && types_ != 0 && may_be(schema::boolean_type)) {
            put_value(true);
            put_value(false);
        }
    }

    void put_texts() {
        const auto least = strictest("minLength", Relation::least);
        const auto most = strictest("maxLength", Relation::most);
        put_text("shortest", std::string(std::min(least.value_or(0), text_length_max), 'x'));
        if (most && *most <= text_length_max) put_text("longest", std::string(*most, 'x'));
        for (const auto& sample : samples) {
            auto text = fitted(sample.text, least.value_or(0), most.value_or(text_length_max));
            put(sample.kind, std::move(text), "puts " + std::string(sample.does) + " there");
        }
    }

    void put_text(std::string_view kind, std::string text) {
        auto does = "puts a text of " + std::to_string(text.size()) + " characters there";
        put(kind, std::move(text), std::move(does));
    }

    void put_numbers() {
        put("smallest", least_number().value_or(-exact_max));
        put("largest", largest_number().value_or(exact_max));
        put("zero", 0);
        if (types_ == 0 || (types_ & schema::integer_type) == 0 || may_be_fraction()) put("fraction", 0.5);
    }

    bool may_be_fraction() const {
        return std::any_of(parts_.begin(), parts_.end(),
                           [](const schema::Node* part) { return (part->types & schema::number_type) != 0; });
    }

    std::optional<std::int64_t> least_number() const {
        std::optional<double> least;
        for (const auto bound : numbers_of("minimum"))
            least = std::max(least.value_or(bound), std::ceil(bound));
        for (const auto bound : numbers_of("exclusiveMinimum"))
            least = std::max(least.value_or(bound), std::floor(bound) + 1);
        return exact(least);
    }

    std::optional<std::int64_t> largest_number() const {
        std::optional<double> most;
        for (const auto bound : numbers_of("maximum"))
            most = std::min(most.value_or(bound), std::floor(bound));
        for (const auto bound : numbers_of("exclusiveMaximum"))
            most = std::min(most.value_or(bound), std::ceil(bound) - 1);
        return exact(most);
    }

    static std::optional<std::int64_t> exact(const std::optional<double>& number) {
        if (!number || std::abs(*number) > static_cast<double>(exact_max)) return std::nullopt;
        return static_cast<std::int64_t>(*number);
    }

    // Makes lists with more or fewer of the existing items.
    void put_lists() {
        put("empty", Json::array());
        if (present_ == nullptr || !present_->is_array() || present_->empty()) return;
        const auto least = strictest("minItems", Relation::least).value_or(0);
        if (least > 0 && least < present_->size()) put_items("fewest", least);
        const auto most = strictest("maxItems", Relation::most).value_or(items_without_limit);
        constexpr std::size_t bytes_max = 1000000;
        if (most > present_->size() && most < bytes_max / to_text(present_->front()).size())
            put_items("many", most);
    }

    void put_items(std::string_view kind, std::size_t count) {
        Json list = Json::array();
        for (std::size_t i = 0; i < count; ++i) list.push_back((*present_)[i % present_->size()]);
        put(kind, std::move(list), "puts " + std::to_string(count) + " items there");
    }

    bool may_be(schema::Types types) const { return types_ == 0 || (types_ & types) != 0; }

    enum class Relation { least, most };

    std::optional<std::size_t> strictest(const std::string& keyword, Relation relation) const {
        std::optional<std::size_t> strictest;
        for (const auto number : numbers_of(keyword)) {
            constexpr double size_max = 1e9;
            const auto size = static_cast<std::size_t>(std::clamp(number, 0.0, size_max));
            if (!strictest) strictest = size;
            strictest = relation == Relation::least ? std::max(*strictest, size) : std::min(*strictest, size);
        }
        return strictest;
    }

    std::vector<double> numbers_of(const std::string& keyword) const {
        std::vector<double> numbers;
        for (const auto* part : parts_) {
            const Json* const value = schema::keyword_of(*part, keyword);
            if (value == nullptr) continue;
            if (const auto number = double_of(*value)) numbers.push_back(*number);
        }
        return numbers;
    }

    const schema::Parts& parts_;
    const Json* present_;
    schema::Types types_ = 0;
    std::vector<Candidate> candidates_;
};

} // namespace

std::vector<Candidate> variations_of(const schema::Parts& parts, const Json* present) {
    return Variations(parts, present).all();
}

} // namespace chatmock::catalogue
