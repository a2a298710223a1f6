#include "base/json/json.hpp"
#include "base/json/lone_surrogates.hpp"
#include "base/json/number.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::size_t number_length_max = 4000;

// Counts the nesting of the text without building a value, so a hostile body cannot exhaust the stack of the
// recursive code that reads it.
bool nests_deeper_than(int depth_max, std::string_view text) {
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

std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto line_start = before.rfind('\n');
    const auto column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// The end of the library's message: the found and the expected token. Its beginning repeats the position.
std::string reason_of(const std::string& text) {
    const auto colon = text.find(": ", text.find("column"));
    return colon == std::string::npos ? text : text.substr(colon + 2);
}

// The library's parser needs a binary type that can grow, as it also reads binary formats.
using LibraryJson = nlohmann::json;

// Builds the value from the parser's calls.
class Builder : public nlohmann::json_sax<LibraryJson> {
public:
    explicit Builder(std::string_view text) : text_(text) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override {
        return value == 0 ? add(number_from("-0")) : add(value); // the library reads 0 as unsigned itself
    }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }

    bool number_float(number_float_t, const string_t& text) override {
        if (text.size() <= number_length_max) return add(number_from(text));
        problem_ = "expected a number of at most " + std::to_string(number_length_max) +
                   " characters, got a longer one";
        return false;
    }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool key(string_t& name) override {
        member_ = &open_.back()->get_ref<Json::object_t&>()[name];
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t byte, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int out_of_range = 406;
        problem_ = error.id == out_of_range ? "expected a number that a double can hold, got a larger one"
                                            : line_and_column(text_, byte) + ": " + reason_of(error.what());
        return false;
    }

    Result<Json> take() {
        if (problem_.empty()) return std::move(root_);
        return Error{ErrorCode::malformed_json, "not JSON: " + problem_};
    }

private:
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
    std::string problem_;
};

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
    if (json && marked) restore_lone_surrogates(*json);
    return json;
}

} // namespace chatmock
