#include "base/json/fields.hpp"
#include "base/json/json.hpp"
#include "base/json/lone_surrogates.hpp"
#include "base/json/number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace chatmock {

namespace {

constexpr std::size_t number_length_max = 4000;

// Counts the nesting of the text without building a value, so a hostile body cannot exhaust the stack of the
// recursive code that reads it.
bool nests_deeper_than(int depth_max, std::string_view text) {
    const auto is_opening = [](char c) { return c == '[' || c == '{'; };
    if (std::count_if(text.begin(), text.end(), is_opening) <= depth_max) return false; // as most texts
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > depth_max) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

std::string line_and_column(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n');
    const auto column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Problems that the library's reader of strings and numbers reports, each with the expected characters.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> wrong_characters = {{
    {"missing closing quote", "a quotation mark at the end of the string"},
    {"control character", "no line break or other control character in a string, but \\n, \\t or \\u0000"},
    {"forbidden character", "one of \" \\ / b f n r t u after a backslash"},
    {"hex digits", "four hexadecimal digits after \\u"},
    {"surrogate", "both halves of a surrogate pair"},
    {"UTF-8", "text in UTF-8"},
    {"invalid number", "a number with digits in each of its parts"},
}};

// Empty if the characters form a token, and the token is at a wrong place.
std::string_view expected_characters(std::string_view reason) {
    for (const auto& [problem, expected] : wrong_characters) {
        if (reason.find(problem) != std::string_view::npos) return expected;
    }
    return {};
}

// The wrong part at the end of the text that was read. The library's token begins at the last string or
// number, so it is the wrong part only if it is a string. It shows a control character as eight, such as
// `<U+0001>`.
std::string_view wrong_end(std::string_view read, std::string_view token, bool has_wrong_characters,
                           std::string_view reason) {
    if (reason.find("unexpected end of input") != std::string_view::npos) return {};
    constexpr std::string_view marks = "[]{},:";
    const auto last = read.empty() ? std::string_view() : read.substr(read.size() - 1);
    const bool is_whole = token.size() > 1 && token.back() == '"';
    if (!token.empty() && token.front() == '"' && (is_whole || has_wrong_characters)) {
        const auto start = token.find("<U+") == std::string_view::npos
                               ? read.size() - std::min(read.size(), token.size())
                               : read.rfind('"');
        return read.substr(std::min(start, read.size()));
    }
    if (marks.find(last) != std::string_view::npos) return last;
    const auto before = read.find_last_of("[]{},:\" \t\r\n");
    return read.substr(before == std::string_view::npos ? 0 : before + 1);
}

std::string got(std::string_view token) {
    constexpr std::size_t shown_max = 40;
    if (token.empty()) return "the text ends";
    const auto shown = shortened(std::string(token), shown_max);
    return token.front() == '"' ? "got the string " + shown : "got \"" + shown + "\"";
}

// The library's parser needs a binary type that can grow, as it also reads binary formats.
using LibraryJson = nlohmann::json;

// Builds the value from the parser's calls.
class Builder final : public nlohmann::json_sax<LibraryJson> {
public:
    explicit Builder(std::string_view text) : text_(text) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override {
        return value == 0 ? add(number_from("-0")) : add(value); // the library reads 0 as unsigned itself
    }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool string(string_t& value) override { return add(value); } // a copy: the parser uses its text again
    bool binary(binary_t&) override { return false; }

    bool number_float(number_float_t, const string_t& text) override {
        if (text.size() <= number_length_max) return add(number_from(text));
        problem_ = "expected a number of at most " + std::to_string(number_length_max) +
                   " characters, got a longer one";
        return false;
    }

    bool start_object(std::size_t) override { return open(Json::value_t::object); }
    bool key(string_t& name) override {
        awaits_value_ = true;
        member_ = &open_.back()->get_ref<Json::object_t&>()[name];
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::value_t::array); }
    bool end_array() override { return close(); }

    // `end` is the number of characters that are read.
    bool parse_error(std::size_t end, const std::string& token,
                     const nlohmann::detail::exception& error) override {
        constexpr int out_of_range = 406;
        if (error.id == out_of_range) {
            problem_ = "expected a number that a double can hold, got a larger one";
            return false;
        }
        std::string_view reason = error.what();
        reason = reason.substr(0, reason.find("; last read")); // the text's own words follow
        const auto characters = expected_characters(reason);
        const auto read = text_.substr(0, end);
        const auto wrong = wrong_end(read, token, !characters.empty(), reason);
        const auto start = read.size() - wrong.size();
        const bool is_string = !wrong.empty() && wrong.front() == '"';
        place_ = " at " + line_and_column(text_, start);
        problem_ = "expected " + std::string(characters.empty() ? expected_token(start) : characters) + ", " +
                   got(is_string ? std::string_view(token) : wrong);
        return false;
    }

    Result<Json> take() {
        if (problem_.empty()) return std::move(root_);
        return Error{ErrorCode::malformed_json, "not JSON" + place_ + ": " + problem_};
    }

private:
    // By the last character before the place, and by the list or object that is open there.
    std::string_view expected_token(std::size_t start) const {
        const auto last = text_.substr(0, start).find_last_not_of(" \t\r\n");
        const char before = last == std::string_view::npos ? ':' : text_[last];
        const bool in_list = !open_.empty() && open_.back()->is_array();
        if (before == '[') return "a value or \"]\"";
        if (before == '{') return "a name in quotation marks or \"}\"";
        if (before == ':' || (before == ',' && in_list)) return "a value";
        if (before == ',') return "a name in quotation marks";
        if (open_.empty()) return "the end of the text";
        if (in_list) return "\",\" or \"]\"";
        return awaits_value_ ? "\":\"" : "\",\" or \"}\"";
    }

    Json* place(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (open_.back()->is_array()) {
            auto& list = open_.back()->get_ref<Json::array_t&>();
            list.push_back(std::move(value));
            return &list.back();
        }
        *member_ = std::move(value);
        awaits_value_ = false;
        return member_;
    }

    bool add(Json value) {
        place(std::move(value));
        return true;
    }

    bool open(Json value) {
        open_.push_back(place(std::move(value)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    const std::string_view text_;
    Json root_;
    std::vector<Json*>
        open_;               // each within the one before; an element never grows while one inside it is open
    Json* member_ = nullptr; // the member whose name was read last
    bool awaits_value_ = false; // true between a member's name and its value
    std::string place_;         // of the problem; empty if that is not one place
    std::string problem_;
};

// The library takes a NUL for the end of the text. No other place in JSON can have one.
Error more_after_the_value(std::string_view text, std::size_t at) {
    return {ErrorCode::malformed_json, "not JSON at " + line_and_column(text, at) +
                                           ": expected the end of the text, got the character NUL"};
}

} // namespace

Result<Json> parse_json(std::string_view text, int depth_max) {
    if (nests_deeper_than(depth_max, text)) {
        return Error{ErrorCode::malformed_json,
                     "expected JSON nested at most " + std::to_string(depth_max) + " deep, got deeper"};
    }
    const auto marked = mark_lone_surrogates(text);
    Builder builder(marked ? std::string_view(*marked) : text);
    (void)LibraryJson::sax_parse(marked ? std::string_view(*marked) : text, &builder);
    auto json = builder.take();
    if (!json) return json;
    if (const auto end = text.find('\0'); end != std::string_view::npos)
        return more_after_the_value(text, end);
    if (marked) restore_lone_surrogates(*json);
    return json;
}

} // namespace chatmock
