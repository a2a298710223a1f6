#include "base/json/fields.hpp"

#include "base/json/number.hpp"
#include "base/text/joined.hpp"
#include "base/text/nearest.hpp"
#include "base/text/utf8.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::size_t shown_max = 80;
constexpr std::size_t names_expected = 16;     // of an object; more are possible
constexpr std::size_t unknown_listed_max = 60; // more than an error keeps

// Appends the JSON of the value, cut a little after the part that is shown: a value may be large.
void append_beginning(std::string& text, const Json& value) {
    if (value.is_string()) {
        text += to_text(value.get_ref<const std::string&>().substr(0, 2 * shown_max));
    } else if (value.is_structured()) {
        text += value.is_object() ? '{' : '[';
        const char* separator = "";
        for (const auto& [name, member] : value.items()) {
            if (text.size() > shown_max) return;
            text += separator;
            separator = ",";
            if (value.is_object()) text += to_text(name) + ":";
            append_beginning(text, member);
        }
        text += value.is_object() ? '}' : ']';
    } else {
        text += to_text(value);
    }
}

std::string missing_message(std::string_view name) {
    return "the field \"" + std::string(name) + "\" is required";
}

// Of an object without members, one message names all that it needs.
void name_all_missing(Error& error, const std::vector<std::string_view>& names) {
    std::vector<std::string> missing;
    for (const auto& name : names) {
        const auto is_about = [&](const Violation& each) { return each.message == missing_message(name); };
        const bool is_missing = error.message == missing_message(name) ||
                                std::any_of(error.violations.begin(), error.violations.end(), is_about);
        if (is_missing && std::count(missing.begin(), missing.end(), name) == 0) missing.emplace_back(name);
    }
    if (error.code != ErrorCode::missing_field || missing.empty()) return;
    error.message = std::string("expected the field") + (missing.size() == 1 ? " " : "s ") +
                    joined_quoted(missing, " and ") + ", got none";
}

} // namespace

std::string shortened(std::string text, std::size_t length_max) {
    if (text.size() <= length_max) return text;
    return text.substr(0, start_of_character(text, length_max)) + "…";
}

std::string shown(const Json& value) {
    std::string text;
    append_beginning(text, value);
    return shortened(std::move(text), shown_max);
}

Fields::Fields(const Json& object, std::string at) : object_(object), at_(std::move(at)) {
    known_.reserve(names_expected);
    read_.reserve(std::min(object_.size(), names_expected));
    if (!object_.is_object()) {
        fail(expected("an object", object_, at_));
    }
}

const Json* Fields::any(std::string_view name) {
    known_.push_back(name);
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    if (found == object_.end()) return nullptr;
    read_.push_back(&*found);
    return &*found;
}

const Json* Fields::present(std::string_view name) {
    const Json* value = any(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

void Fields::refuse(std::string_view name, std::string_view what, const Json& got) {
    fail(expected(what, got, at(name)));
}

const Json* Fields::object(std::string_view name) {
    const Json* value = present(name);
    if (value == nullptr || value->is_object()) return value;
    refuse(name, "an object", *value);
    return nullptr;
}

const Json* Fields::array(std::string_view name) {
    const Json* value = present(name);
    if (value == nullptr || value->is_array()) return value;
    refuse(name, "a list", *value);
    return nullptr;
}

bool Fields::boolean(std::string_view name, bool fallback) {
    const Json* value = present(name);
    if (value == nullptr) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    refuse(name, "true or false", *value);
    return fallback;
}

std::string Fields::text(std::string_view name, std::string fallback) {
    const Json* value = present(name);
    if (value == nullptr) return fallback;
    if (value->is_string()) return value->get<std::string>();
    refuse(name, "a string", *value);
    return fallback;
}

std::int64_t Fields::integer(std::string_view name, std::int64_t fallback, std::int64_t least,
                             std::int64_t most) {
    const Json* value = present(name);
    if (value == nullptr) return fallback;
    const auto integer = integer_of(*value);
    if (integer && *integer >= least && *integer <= most) return *integer;
    std::string range = "an integer of " + std::to_string(least) + " or more";
    if (most != std::numeric_limits<std::int64_t>::max()) {
        range = "an integer from " + std::to_string(least) + " to " + std::to_string(most);
    }
    refuse(name, range, *value);
    return fallback;
}

std::size_t Fields::choice(std::string_view name, const std::vector<std::string>& choices,
                           std::size_t fallback) {
    const Json* value = present(name);
    if (value == nullptr) return fallback;
    if (!value->is_string()) {
        refuse(name, "a string", *value);
        return fallback;
    }
    const auto got = value->get<std::string>();
    const auto found = std::find(choices.begin(), choices.end(), got);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    fail(Error{ErrorCode::invalid_value, unknown_name_message("value", got, choices), at(name)});
    return fallback;
}

void Fields::require(std::string_view name) {
    if (!object_.is_object() || present(name) != nullptr) return; // no object, so not a missing member
    fail(Error{ErrorCode::missing_field, missing_message(name), at_});
}

void Fields::fail(Error error) {
    if (error_) add_mistake(*error_, error);
    else error_ = std::move(error);
}

Result<void> Fields::done() {
    if (object_.is_object()) refuse_unknown();
    if (error_) return *error_;
    return {};
}

// Names are compared only if a member was not read: most objects have far fewer members than there are names.
void Fields::refuse_unknown() {
    if (object_.empty() && error_) name_all_missing(*error_, known_);
    std::sort(read_.begin(), read_.end());
    read_.erase(std::unique(read_.begin(), read_.end()), read_.end());
    if (read_.size() == object_.size()) return;
    std::sort(known_.begin(), known_.end());
    known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
    const std::vector<std::string> names(known_.begin(), known_.end());
    std::size_t unknown = 0;
    for (const auto& [name, value] : object_.items()) {
        if (std::binary_search(known_.begin(), known_.end(), name)) continue;
        if (++unknown > unknown_listed_max) return;
        fail({ErrorCode::unknown_field, unknown_name_message("field", name, names), at(name)});
    }
}

Error expected(std::string_view what, const Json& got, std::string at) {
    return {ErrorCode::invalid_value, "expected " + std::string(what) + ", got " + shown(got), std::move(at)};
}

} // namespace chatmock
